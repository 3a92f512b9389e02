MODEL (
  name seed.indicator,
  kind SEED (
    path '../../seeds/indicator.csv'
  ),
  owner controlling,
  columns (
    indicator_code TEXT,
    term_code TEXT,
    target_area_code TEXT,
    indicator_label TEXT,
    direction_code TEXT,
    direction_source TEXT,
    unit_text TEXT,
    unit_source TEXT,
    target_form TEXT,
    base_year INTEGER,
    comparison_code TEXT,
    scope_code TEXT,
    scope_source TEXT,
    is_by_gender BOOLEAN,
    kolada_kpi TEXT,
    reason TEXT
  ),
  grain (indicator_code),
  description 'One row per indicator: what the printed text means for a computation',
  column_descriptions (
    indicator_code = 'Code of the indicator; one and the same text for region and board gives two',
    term_code = 'LONG, SHORT or FINANCIAL',
    target_area_code = 'Target area',
    indicator_label = 'Indicator as printed',
    direction_code = 'UP when higher is better, DOWN when lower is better',
    direction_source = 'printed, or convention of the field',
    unit_text = 'Unit of the outcome; empty where the target has none printed',
    unit_source = 'printed or convention',
    target_form = 'ABSOLUTE, BASE_YEAR_CHANGE, RELATIVE (to a comparison series) or NONE',
    base_year = 'Base year of a change',
    comparison_code = 'Comparison series of a relative target',
    scope_code = 'RJH for the whole region, or a board',
    scope_source = 'printed or convention',
    is_by_gender = 'True where the measure is about persons',
    kolada_kpi = 'Nearest Kolada KPI',
    reason = 'Why'
  ),
  audits (
    unique_combination_of_columns(columns := (indicator_code)),
    not_null(columns := (indicator_code))
  )
);

MODEL (
  name seed.indicator,
  kind SEED (
    path '../../seeds/target/indicator.csv'
  ),
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
    base_year INT,
    comparison_code TEXT,
    scope_code TEXT,
    scope_source TEXT,
    is_by_gender BOOLEAN,
    kolada_kpi TEXT,
    reason TEXT
  ),
  grain (
    indicator_code
  ),
  description 'One row per indicator: what the printed text means for a computation',
  column_descriptions (
    indicator_code = 'own: Code of the indicator; one and the same text for region and board gives two',
    indicator_label = 'Indicator as printed',
    unit_text = 'as target_unit_text',
    unit_source = 'printed or convention',
    target_form = 'own: ABSOLUTE, BASE_YEAR_CHANGE, RELATIVE (to a comparison series) or NONE',
    base_year = 'as base_year_of_change',
    scope_code = 'as indicator_scope'
  )
)

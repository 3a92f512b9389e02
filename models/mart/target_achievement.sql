MODEL (
  name mart.target_achievement,
  kind FULL,
  owner controlling,
  grain (indicator_code, organisation_code, period_code, gender_code),
  description 'One row per indicator × organisation × period × gender with its target and status; no outcomes are delivered with the plans',
  column_descriptions (
    indicator_code = 'Code of the indicator',
    organisation_code = 'RJH for the whole region, or a board',
    period_code = 'Year that the target is for',
    gender_code = 'T total, K women, M men',
    value = 'Outcome in the indicator''s unit; empty: no outcome is delivered',
    target_value = 'Target as printed',
    target_form = 'ABSOLUTE, BASE_YEAR_CHANGE, RELATIVE or NONE',
    direction = 'UP when higher is better, DOWN when lower is better',
    gap = 'Outcome against target in the indicator''s own unit, positive is better; empty without an outcome',
    computed_status = 'met, near, not_met, no_target, no_measurement, unit_missing or too_few',
    reported_status = 'Status that the board reports',
    missing_reason = 'Why no status is computed, in Swedish',
    missing_reason_en = 'The same in English',
    parts_missing = 'Parts that a follow-up must hold and that are not delivered, in Swedish',
    indicator_text = 'Indicator as printed',
    term_code = 'LONG, SHORT or FINANCIAL',
    target_area_code = 'Target area',
    goal_text = 'Overall goal of the target area',
    decided_by_code = 'Deciding body',
    fiscal_year = 'Budget year that the figure is about',
    target_text = 'Target as delivered',
    unit_text = 'Unit of the outcome; empty where the target has none printed',
    direction_source = 'printed, or convention of the field',
    base_year = 'Base year of a change',
    comparison_code = 'Comparison series of a relative target',
    is_by_gender = 'True where K and M are asked for',
    kolada_kpi = 'Nearest Kolada KPI',
    document_code = 'Plan document that the row is printed in',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text; empty for workbooks (see the delivery''s lines)'
  ),
  audits (
    unique_combination_of_columns(columns := (indicator_code, organisation_code, period_code, gender_code)),
    not_null(columns := (indicator_code, organisation_code, period_code, gender_code)),
    foreign_key_known(column := computed_status, parent := seed.target_status, parent_column := status_code),
    status_needs_value_and_unit
  )
);

WITH part AS (
  SELECT
    LISTAGG(part_name, ', '
    ORDER BY
      sort_order) AS all_parts
  FROM seed.follow_up_part
), target AS (
  SELECT
    indicator.*,
    CASE
      WHEN target_form = 'NONE'
      THEN 'no_target'
      WHEN target_form <> 'RELATIVE' AND printed_unit_text IS NULL
      THEN 'unit_missing'
      ELSE 'no_measurement'
    END AS computed_status
  FROM core.indicator AS indicator
  WHERE
    is_current
)
SELECT
  target.indicator_code::TEXT AS indicator_code,
  target.scope_code::TEXT AS organisation_code,
  target.fiscal_year::TEXT::TEXT AS period_code,
  'T'::TEXT AS gender_code,
  NULL::DECIMAL(18, 6) AS value,
  target.target_value::DECIMAL(18, 6) AS target_value,
  target.target_form::TEXT AS target_form,
  target.direction_code::TEXT AS direction,
  NULL::DECIMAL(18, 6) AS gap,
  target.computed_status::TEXT AS computed_status,
  NULL::TEXT AS reported_status,
  status.status_name::TEXT AS missing_reason,
  status.status_name_en::TEXT AS missing_reason_en,
  part.all_parts::TEXT AS parts_missing,
  target.indicator_text::TEXT AS indicator_text,
  target.term_code::TEXT AS term_code,
  target.target_area_code::TEXT AS target_area_code,
  goal.goal_text::TEXT AS goal_text,
  target.decided_by_code::TEXT AS decided_by_code,
  target.fiscal_year::INT AS fiscal_year,
  target.target_text::TEXT AS target_text,
  target.unit_text::TEXT AS unit_text,
  target.direction_source::TEXT AS direction_source,
  target.base_year::INT AS base_year,
  target.comparison_code::TEXT AS comparison_code,
  target.is_by_gender::BOOLEAN AS is_by_gender,
  target.kolada_kpi::TEXT AS kolada_kpi,
  target.document_code::TEXT AS document_code,
  target.status::TEXT AS status,
  target.is_simulated::BOOLEAN AS is_simulated,
  target.delivery_id::TEXT AS delivery_id,
  target.sheet::TEXT AS sheet,
  target.row_number::INT AS row_number,
  target.source_line::INT AS source_line
FROM target
CROSS JOIN part
LEFT JOIN core.goal AS goal
  ON goal.target_area_code = target.target_area_code
  AND goal.document_code = target.document_code
  AND goal.is_current
LEFT JOIN seed.target_status AS status
  ON status.status_code = target.computed_status

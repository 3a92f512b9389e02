MODEL (
  name core.stated_plan_item,
  kind EMBEDDED,
  grain (delivery_id, table_code, sheet, row_number, column_name),
  description 'One row per amount that a plan document states of what is to be done: the effect of a measure in a year, or an investment',
  column_descriptions (
    amount_kind = 'own: See core.stated_amount',
    area_label = 'own: Words that name the area, as printed',
    part_label = 'own: Words that name the part of the frame, as printed',
    fixed_cost_type_code = 'own: Cost type that the table is about, whatever its words',
    cost_type_label = 'own: Words that name the cost type, as printed',
    unit_code = 'as money_unit'
  )
);

SELECT
  'measure_plan' AS table_code,
  'measure_effect' AS amount_kind,
  fiscal_year,
  NULL::TEXT AS board_code,
  NULL::TEXT AS area_label,
  NULL::TEXT AS part_label,
  NULL::TEXT AS fixed_cost_type_code,
  NULL::TEXT AS cost_type_label,
  COALESCE(measure_name, measure_type_text) AS row_label,
  column_name AS column_label,
  row_kind,
  'data' AS column_kind,
  effect_sek AS amount_sek,
  effect_precision_sek AS precision_sek,
  effect_delivered AS amount_delivered,
  effect_text AS amount_text,
  effect_unit_code AS unit_code,
  delivery_id,
  sheet,
  row_number,
  column_name,
  cell,
  source_line::INT AS source_line
FROM staging.measure_plan
UNION ALL BY NAME
SELECT
  'investment' AS table_code,
  'investment' AS amount_kind,
  NULL::INT AS fiscal_year,
  NULL::TEXT AS board_code,
  NULL::TEXT AS area_label,
  NULL::TEXT AS part_label,
  NULL::TEXT AS fixed_cost_type_code,
  NULL::TEXT AS cost_type_label,
  COALESCE(object_name, unit_label) AS row_label,
  NULL::TEXT AS column_label,
  row_kind,
  'data' AS column_kind,
  amount_sek,
  precision_sek,
  amount_delivered,
  amount_text,
  amount_unit_code AS unit_code,
  delivery_id,
  sheet,
  row_number,
  'amount' AS column_name,
  NULL::TEXT AS cell,
  source_line::INT AS source_line
FROM staging.investment

MODEL (
  name core.stated_condition,
  kind EMBEDDED,
  grain (delivery_id, table_code, sheet, row_number, column_name),
  description 'One row per amount that a planning condition states, or compares with',
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
  'planning_condition' AS table_code,
  'planning_condition' AS amount_kind,
  NULL::INT AS fiscal_year,
  NULL::TEXT AS board_code,
  NULL::TEXT AS area_label,
  NULL::TEXT AS part_label,
  NULL::TEXT AS fixed_cost_type_code,
  NULL::TEXT AS cost_type_label,
  condition_text AS row_label,
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
FROM staging.planning_condition
WHERE
  NOT amount_sek IS NULL
UNION ALL BY NAME
SELECT
  'planning_condition' AS table_code,
  'compared_amount' AS amount_kind,
  NULL::INT AS fiscal_year,
  NULL::TEXT AS board_code,
  NULL::TEXT AS area_label,
  NULL::TEXT AS part_label,
  NULL::TEXT AS fixed_cost_type_code,
  NULL::TEXT AS cost_type_label,
  condition_text AS row_label,
  NULL::TEXT AS column_label,
  row_kind,
  'data' AS column_kind,
  compared_amount_sek AS amount_sek,
  compared_precision_sek AS precision_sek,
  compared_amount_delivered AS amount_delivered,
  compared_amount_text AS amount_text,
  compared_amount_unit_code AS unit_code,
  delivery_id,
  sheet,
  row_number,
  'compared_amount' AS column_name,
  NULL::TEXT AS cell,
  source_line::INT AS source_line
FROM staging.planning_condition
WHERE
  NOT compared_amount_sek IS NULL

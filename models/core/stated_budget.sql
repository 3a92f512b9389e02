MODEL (
  name core.stated_budget,
  kind EMBEDDED,
  grain (delivery_id, table_code, sheet, row_number, column_name),
  description 'One row per amount of the budget by area and cost type, or of its financing, that a plan document states',
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
  'budget_area_cost_type' AS table_code,
  'budget' AS amount_kind,
  NULL::INT AS fiscal_year,
  NULL::TEXT AS board_code,
  area_label,
  area_label AS part_label,
  NULL::TEXT AS fixed_cost_type_code,
  COALESCE(cost_type_label, column_name) AS cost_type_label,
  area_label AS row_label,
  column_name AS column_label,
  row_kind,
  column_kind,
  amount_sek,
  precision_sek,
  amount_delivered,
  amount_text,
  amount_unit_code AS unit_code,
  delivery_id,
  sheet,
  row_number,
  column_name,
  cell,
  source_line::INT AS source_line
FROM staging.budget_area_cost_type
UNION ALL BY NAME
SELECT
  'budget_financing' AS table_code,
  'budget' AS amount_kind,
  NULL::INT AS fiscal_year,
  NULL::TEXT AS board_code,
  label AS area_label,
  label AS part_label,
  NULL::TEXT AS fixed_cost_type_code,
  COALESCE(financing_label, column_name) AS cost_type_label,
  label AS row_label,
  column_name AS column_label,
  row_kind,
  column_kind,
  amount_sek,
  precision_sek,
  amount_delivered,
  amount_text,
  amount_unit_code AS unit_code,
  delivery_id,
  sheet,
  row_number,
  column_name,
  cell,
  source_line::INT AS source_line
FROM staging.budget_financing
WHERE
  NOT amount_sek IS NULL

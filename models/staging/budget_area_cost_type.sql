MODEL (
  name staging.budget_area_cost_type,
  kind VIEW,
  grain (delivery_id, sheet, row_number, column_name),
  description 'One row per cell of the budget by area and cost type',
  column_descriptions (
    row_label = 'own: Area or sum row as printed',
    cost_type_label = 'own: Cost type as printed; empty for the net column',
    unit_code = 'as money_unit'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.budget_area_cost_type),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.area_label::TEXT AS row_label,
  source.cost_type_label::TEXT AS cost_type_label,
  @to_sek(source.amount, unit.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  unit.unit_code::TEXT AS unit_code,
  source.column_name::TEXT AS column_name,
  source.column_kind::TEXT AS column_kind,
  source.cell::TEXT AS cell,
  source.source_line::INT AS source_line
FROM lake.budget_area_cost_type AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.amount_unit)

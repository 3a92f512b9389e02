MODEL (
  name staging.planning_condition,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per planning condition',
  column_descriptions (
    unit_code = 'as money_unit',
    compared_precision_sek = 'Its stated precision in kronor',
    compared_amount_delivered = 'Amount compared with: delivered unit and sign',
    compared_amount_unit_code = 'Its unit as delivered'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.planning_condition),
    unit_is_known(amount := amount_sek, delivered := amount_text),
    unit_is_known(amount := compared_amount_sek, delivered := compared_amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.planning_year_from::INT AS planning_year_from,
  source.planning_year_to::INT AS planning_year_to,
  source.body_text::TEXT AS body_text,
  source.heading_text::TEXT AS heading_text,
  source.subheading_text::TEXT AS subheading_text,
  source.condition_text::TEXT AS condition_text,
  source.effective_text::TEXT AS effective_text,
  source.duration_years::INT AS duration_years,
  source.is_approximate::TEXT AS approximate_text,
  source.source_line::INT AS source_line,
  source.source_line_to::INT AS source_line_to,
  @to_sek(source.amount, amount_unit.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(amount_unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  amount_unit.unit_code::TEXT AS unit_code,
  @to_sek(source.compared_amount, compared_amount_unit.factor, source.compared_amount_sign)::DECIMAL(18, 2) AS compared_amount_sek,
  @to_precision(compared_amount_unit.factor, source.compared_amount_decimals)::DECIMAL(18, 2) AS compared_precision_sek,
  source.compared_amount::DECIMAL(18, 4) AS compared_amount_delivered,
  source.compared_amount_text::TEXT AS compared_amount_text,
  compared_amount_unit.unit_code::TEXT AS compared_amount_unit_code
FROM lake.planning_condition AS source
LEFT JOIN seed.unit AS amount_unit
  ON amount_unit.unit_code = LOWER(source.amount_unit)
LEFT JOIN seed.unit AS compared_amount_unit
  ON compared_amount_unit.unit_code = LOWER(source.compared_amount_unit)

MODEL (
  name staging.measure_plan,
  kind VIEW,
  grain (delivery_id, sheet, row_number, column_name),
  description 'One row per measure or printed total and year',
  column_descriptions (
    amount_sek = 'own: Effect as a level against the base year in kronor, positive is better',
    unit_code = 'as money_unit'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.measure_plan),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_type_text::TEXT AS measure_type_text,
  source.measure_name::TEXT AS measure_name,
  source.consequence_text::TEXT AS consequence_text,
  source.fiscal_year::INT AS fiscal_year,
  @to_sek(source.effect, unit.factor, source.effect_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(unit.factor, source.effect_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.effect::DECIMAL(18, 4) AS amount_delivered,
  source.effect_text::TEXT AS amount_text,
  unit.unit_code::TEXT AS unit_code,
  source.column_name::TEXT AS column_name,
  source.column_kind::TEXT AS column_kind,
  source.cell::TEXT AS cell,
  source.source_line::INT AS source_line
FROM lake.measure_plan AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.effect_unit)

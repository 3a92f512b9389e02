MODEL (
  name staging.measure_register,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per measure of a register as delivered, with its planned full-year effect in kronor',
  column_descriptions (
    board_code = 'as deciding_board',
    consequence_text = 'own: Consequence',
    risk_text = 'own: Risk assessment',
    full_year_effect_sek = 'own: Planned full-year effect as a level against the base year in kronor, positive is better; empty where none is stated',
    full_year_effect_text = 'Effect as delivered'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.measure_register),
    unit_is_known(amount := full_year_effect_sek, delivered := full_year_effect_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.measure_type::TEXT AS measure_type,
  source.measure_name::TEXT AS measure_name,
  source.board_code::TEXT AS board_code,
  source.programme_name::TEXT AS programme_name,
  source.description_text::TEXT AS description_text,
  source.consequence_text::TEXT AS consequence_text,
  source.risk_text::TEXT AS risk_text,
  source.base_year::INT AS base_year,
  @to_sek(source.full_year_effect, unit.factor, source.full_year_effect_sign)::DECIMAL(18, 2) AS full_year_effect_sek,
  @to_precision(unit.factor, source.full_year_effect_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.full_year_effect_text::TEXT AS full_year_effect_text,
  source.start_month::DATE AS start_month,
  source.ramp_months::INT AS ramp_months,
  source.decided_on::DATE AS decided_on,
  source.case_number::TEXT AS case_number
FROM lake.measure_register AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.full_year_effect_unit)

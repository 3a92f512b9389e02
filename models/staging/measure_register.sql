MODEL (
  name staging.measure_register,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per measure of a register as delivered, with its planned full-year effect in kronor',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    measure_code = 'Code of the measure',
    measure_type = 'Type of measure',
    measure_name = 'Name of the measure',
    board_code = 'Board that decided it',
    programme_name = 'Programme',
    description_text = 'What is done',
    consequence_text = 'Consequence',
    risk_text = 'Risk assessment',
    base_year = 'Year that the effect is measured against',
    full_year_effect_sek = 'Planned full-year effect as a level against the base year in kronor, positive is better; empty where none is stated',
    precision_sek = 'Stated precision in kronor',
    full_year_effect_text = 'Effect as delivered',
    start_month = 'First month of effect, as its first day',
    ramp_months = 'Months until full effect; 0 is at once',
    decided_on = 'Day of decision',
    case_number = 'Case number (dnr)'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.measure_register),
    unit_is_known(amount := full_year_effect_sek, delivered := full_year_effect_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.measure_type::TEXT AS measure_type,
  source.measure_name::TEXT AS measure_name,
  source.board_code::TEXT AS board_code,
  source.programme_name::TEXT AS programme_name,
  source.description_text::TEXT AS description_text,
  source.consequence_text::TEXT AS consequence_text,
  source.risk_text::TEXT AS risk_text,
  source.base_year::INTEGER AS base_year,
  @to_sek(source.full_year_effect, unit.factor, source.full_year_effect_sign)::DECIMAL(18, 2) AS full_year_effect_sek,
  @to_precision(unit.factor, source.full_year_effect_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.full_year_effect_text::TEXT AS full_year_effect_text,
  source.start_month::DATE AS start_month,
  source.ramp_months::INTEGER AS ramp_months,
  source.decided_on::DATE AS decided_on,
  source.case_number::TEXT AS case_number
FROM lake.measure_register AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.full_year_effect_unit)

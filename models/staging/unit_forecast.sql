MODEL (
  name staging.unit_forecast,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per unit and cost type of a submitted forecast',
  column_descriptions (cost_type_code = 'as cost_type_or_line', amount_sek = 'as expected_outcome'),
  audits (
    row_count_matches_lake(lake_table := lake.unit_forecast),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_code::TEXT AS unit_code,
  source.cost_type_code::TEXT AS cost_type_code,
  source.as_of_month::DATE AS as_of_month,
  source.fiscal_year::INT AS fiscal_year,
  @to_sek(source.amount, money.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(money.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount_text::TEXT AS amount_text,
  money.unit_code::TEXT AS amount_unit_code
FROM lake.unit_forecast AS source
LEFT JOIN seed.unit AS money
  ON money.unit_code = LOWER(source.amount_unit)

MODEL (
  name staging.tax_grant_month,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per month and kind of tax or grant as delivered',
  column_descriptions (
    item_code = 'as tax_or_grant'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.tax_grant_month),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.month::DATE AS month,
  source.item_code::TEXT AS item_code,
  @to_sek(source.amount, money.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(money.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount_text::TEXT AS amount_text,
  money.unit_code::TEXT AS amount_unit_code
FROM lake.tax_grant_month AS source
LEFT JOIN seed.unit AS money
  ON money.unit_code = LOWER(source.amount_unit)

MODEL (
  name staging.comparability_item,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per item affecting comparability and slice as delivered',
  column_descriptions (
    month_from = 'First month',
    month_to = 'Last month',
    amount_sek = 'own: Amount over all the months in kronor, revenue + and cost −'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.comparability_item),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.item_code::TEXT AS item_code,
  source.decision_text::TEXT AS decision_text,
  source.unit_code::TEXT AS unit_code,
  source.account_from::TEXT AS account_from,
  source.account_to::TEXT AS account_to,
  source.month_from::DATE AS month_from,
  source.month_to::DATE AS month_to,
  @to_sek(source.amount, money.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(money.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount_text::TEXT AS amount_text,
  money.unit_code::TEXT AS amount_unit_code,
  source.reason_text::TEXT AS reason_text
FROM lake.comparability_item AS source
LEFT JOIN seed.unit AS money
  ON money.unit_code = LOWER(source.amount_unit)

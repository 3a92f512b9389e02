MODEL (
  name staging.measure_contract,
  kind VIEW,
  grain (delivery_id, row_number),
  tags (
    'delivered sums differ (price_before, price_after): only kronor are kept, each cell in the unit of its header'
  ),
  description 'One row per measure, contract, article and first month of its new price as delivered, with prices in kronor',
  column_descriptions (
    price_before_text = 'Price before as delivered',
    price_after_text = 'Price after as delivered',
    valid_from = 'as price_from',
    valid_to = 'as price_to'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.measure_contract),
    unit_is_known(amount := price_before_sek, delivered := price_before_text),
    unit_is_known(amount := price_after_sek, delivered := price_after_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.contract_number::TEXT AS contract_number,
  source.article_text::TEXT AS article_text,
  source.yearly_volume::DECIMAL(18, 3) AS yearly_volume,
  source.volume_unit::TEXT AS volume_unit,
  (
    source.price_before * unit_before.factor
  )::DECIMAL(18, 4) AS price_before_sek,
  source.price_before_text::TEXT AS price_before_text,
  (
    source.price_after * unit_after.factor
  )::DECIMAL(18, 4) AS price_after_sek,
  source.price_after_text::TEXT AS price_after_text,
  source.valid_from::DATE AS valid_from,
  source.valid_to::DATE AS valid_to,
  source.agreed_on::DATE AS agreed_on
FROM lake.measure_contract AS source
LEFT JOIN seed.unit AS unit_before
  ON unit_before.unit_code = LOWER(source.price_before_unit)
LEFT JOIN seed.unit AS unit_after
  ON unit_after.unit_code = LOWER(source.price_after_unit)

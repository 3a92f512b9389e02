MODEL (
  name core.measure_contract,
  grain (measure_code, contract_number, article_text, valid_from, is_simulated),
  description 'One row per measure, contract, article and first month of its new price in the current register of contracts: the effect of a year by contract',
  column_descriptions (
    effect_sek = 'own: Volume × (price before − price after), kronor per year; positive is lower cost',
    valid_from = 'as price_from',
    valid_to = 'as price_to'
  ),
  audits (not_null(columns := (
      effect_sek
  )), measure_contract_is_plausible)
);

WITH registered AS (
  SELECT DISTINCT
    measure_code,
    is_simulated
  FROM core.measure_registered
  WHERE
    is_current
)
SELECT
  source.measure_code::TEXT AS measure_code,
  source.contract_number::TEXT AS contract_number,
  source.article_text::TEXT AS article_text,
  source.yearly_volume::DECIMAL(18, 3) AS yearly_volume,
  source.volume_unit::TEXT AS volume_unit,
  source.price_before_sek::DECIMAL(18, 4) AS price_before_sek,
  source.price_after_sek::DECIMAL(18, 4) AS price_after_sek,
  (
    source.yearly_volume * (
      source.price_before_sek - source.price_after_sek
    )
  )::DECIMAL(18, 2) AS effect_sek,
  source.valid_from::DATE AS valid_from,
  source.valid_to::DATE AS valid_to,
  source.agreed_on::DATE AS agreed_on,
  (
    NOT registered.measure_code IS NULL
  )::BOOLEAN AS is_registered,
  delivery.known_from::DATE AS known_from,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number
FROM staging.measure_contract AS source
JOIN core.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id AND delivery.is_current
LEFT JOIN registered
  ON registered.measure_code = source.measure_code AND registered.is_simulated = delivery.is_simulated
WHERE
  source.row_kind = 'data'

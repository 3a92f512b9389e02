MODEL (
  name core.kolada_value,
  grain (kpi_code, municipality_code, fiscal_year, gender_code, delivery_id),
  description 'One row per Kolada indicator, region, year, gender and fetch: every fetched version, with the days in which it was the newest',
  column_descriptions (
    value = 'own: Value in the indicator''s own unit; empty where Kolada has none, never zero',
    known_to = 'own: Day a newer fetch of the same value became known; empty for the newest. As known on a day: known_from <= day < known_to',
    is_latest = 'own: True for the newest fetch of the value',
    row_number = 'own: Place of the value in the file, from 1'
  )
);

SELECT
  source.kpi_code::TEXT AS kpi_code,
  source.municipality_code::TEXT AS municipality_code,
  source.fiscal_year::INT AS fiscal_year,
  source.gender_code::TEXT AS gender_code,
  source.value::DECIMAL(18, 6) AS value,
  source.value_decimals::INT AS value_decimals,
  source.status_text::TEXT AS status_text,
  source.count::BIGINT AS source_count,
  source.fetched_on::DATE AS fetched_on,
  delivery.known_from::DATE AS known_from,
  (
    LEAD(delivery.known_from) OVER (
      PARTITION BY source.kpi_code, source.municipality_code, source.fiscal_year, source.gender_code, delivery.is_simulated
      ORDER BY source.fetched_on, delivery.known_from, delivery.sequence, delivery.loaded_at, source.delivery_id
    )
  )::DATE AS known_to,
  (
    ROW_NUMBER() OVER (
      PARTITION BY source.kpi_code, source.municipality_code, source.fiscal_year, source.gender_code, delivery.is_simulated
      ORDER BY source.fetched_on DESC, delivery.known_from DESC, delivery.sequence DESC, delivery.loaded_at DESC, source.delivery_id DESC
    ) = 1
  )::BOOLEAN AS is_latest,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  source.delivery_id::TEXT AS delivery_id,
  source.row_number::INT AS row_number
FROM staging.kolada_value AS source
JOIN core.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id AND delivery.state = 'accepted'
WHERE
  source.row_kind = 'data'

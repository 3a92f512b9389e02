MODEL (
  name core.measure_followup,
  grain (delivery_id, row_number),
  description 'One row per measure and month that a board has reported on, each version; a total row is not a measure',
  column_descriptions (
    measure_code = 'own: Code of the measure as reported',
    month = 'as effect_month',
    carried_out_sek = 'own: Effect in the month of what is carried out, by the board, positive is better; empty is no report, not zero',
    verified_sek = 'as verified_in_month',
    is_latest = 'own: True for the newest known report of the measure and month'
  ),
  audits (measure_followup_is_conserved, measure_is_registered)
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
  source.month::DATE AS month,
  source.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  source.verified_sek::DECIMAL(18, 2) AS verified_sek,
  source.comment_text::TEXT AS comment_text,
  (
    NOT registered.measure_code IS NULL
  )::BOOLEAN AS is_registered,
  (
    part.is_current
    AND ROW_NUMBER() OVER (
      PARTITION BY source.measure_code, source.month, part.is_current, delivery.is_simulated
      ORDER BY delivery.known_from DESC, delivery.sequence DESC, delivery.loaded_at DESC, source.delivery_id DESC
    ) = 1
  )::BOOLEAN AS is_latest,
  part.known_from::DATE AS known_from,
  part.known_to::DATE AS known_to,
  part.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number
FROM staging.measure_followup AS source
JOIN core.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id
JOIN core.delivery_part AS part
  ON part.delivery_id = source.delivery_id AND part.part_key = COALESCE(source.measure_code, '')
LEFT JOIN registered
  ON registered.measure_code = source.measure_code AND registered.is_simulated = delivery.is_simulated
WHERE
  source.row_kind = 'data' AND NOT source.month IS NULL

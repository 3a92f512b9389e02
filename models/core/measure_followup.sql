MODEL (
  name core.measure_followup,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per measure and month that a board has reported on, each version; a total row is not a measure',
  column_descriptions (
    measure_code = 'Code of the measure as reported',
    month = 'Month of effect, as its first day',
    carried_out_sek = 'Effect in the month of what is carried out, by the board, positive is better; empty is no report, not zero',
    verified_sek = 'Effect in the month that the board has verified in the ledger; empty is no report, not zero',
    comment_text = 'Comment',
    is_registered = 'False where no current register has the measure',
    is_latest = 'True for the newest known report of the measure and month',
    known_from = 'Day the delivery became known',
    known_to = 'Day a newer version became known; empty for the current',
    is_current = 'True when no newer version is known',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    measure_followup_is_conserved,
    measure_is_registered
  )
);

WITH registered AS (
  SELECT DISTINCT measure_code, is_simulated
  FROM core.measure_registered
  WHERE is_current
)
SELECT
  source.measure_code::TEXT AS measure_code,
  source.month::DATE AS month,
  source.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  source.verified_sek::DECIMAL(18, 2) AS verified_sek,
  source.comment_text::TEXT AS comment_text,
  (registered.measure_code IS NOT NULL)::BOOLEAN AS is_registered,
  (delivery.is_current AND ROW_NUMBER() OVER (PARTITION BY source.measure_code, source.month, delivery.is_current, delivery.is_simulated ORDER BY delivery.known_from DESC, delivery.loaded_at DESC, source.delivery_id DESC) = 1)::BOOLEAN AS is_latest,
  delivery.known_from::DATE AS known_from,
  delivery.known_to::DATE AS known_to,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number
FROM staging.measure_followup AS source
JOIN core.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id
LEFT JOIN registered
  ON registered.measure_code = source.measure_code AND registered.is_simulated = delivery.is_simulated
WHERE source.row_kind = 'data' AND source.month IS NOT NULL

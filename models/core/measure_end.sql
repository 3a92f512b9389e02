MODEL (
  name core.measure_end,
  kind FULL,
  owner controlling,
  grain (measure_code, is_simulated),
  description 'One row per measure of the current register whose last status is cancelled: the first month without it, since when that is known, and whether the outcome was known by then',
  column_descriptions (
    measure_code = 'Code of the measure',
    cancelled_on = 'Day that it was cancelled, as stated',
    cancelled_from = 'First month that begins on or after that day, as its first day: from it the measure has no effect',
    known_from = 'Day from which the cancellation is known: the stated day, or the day a later version of the status register that brought it or moved its day became known',
    outcome_known_on = 'Day that the ledger of the first month that the cancellation is about (or a later one) was first known for the measure''s board or a board of its slices; empty while none is',
    is_cancelled_late = 'True where the cancellation became known on or after that day: it ends no claim and no evaluation',
    is_never_started = 'True where it was cancelled, in time, before its first month of effect: it claims nothing',
    last_month = 'Last month of effect, the one before cancelled_from; empty where the cancellation was late',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery of the status register',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1'
  ),
  audits (
    unique_combination_of_columns(columns := (measure_code, is_simulated)),
    not_null(columns := (measure_code, cancelled_on, cancelled_from, known_from, is_simulated)),
    measure_cancelled_late
  )
);

WITH version AS (
  SELECT
    source.measure_code, delivery.is_simulated,
    MIN(delivery.known_from) AS first_known_from,
    MIN(CASE WHEN kind.status_code = 'CANCELLED' AND source.status_on = history.status_from THEN delivery.known_from END) AS cancelled_known_from
  FROM staging.measure_status AS source
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = source.delivery_id AND delivery.version_number IS NOT NULL
  JOIN seed.measure_status_kind AS kind
    ON kind.status_text = source.status_text
  JOIN core.measure_status_history AS history
    ON history.measure_code = source.measure_code AND history.is_simulated = delivery.is_simulated
    AND history.status_code = 'CANCELLED' AND history.is_last
  WHERE source.row_kind = 'data'
  GROUP BY source.measure_code, delivery.is_simulated
), cancelled AS (
  SELECT
    measure.measure_code, measure.board_code, measure.start_month, measure.is_simulated, history.status_from AS cancelled_on,
    MIN(calendar.month) AS cancelled_from, MIN(calendar.month_index) AS cancelled_index,
    CASE
      WHEN MIN(version.cancelled_known_from) > MIN(version.first_known_from) THEN GREATEST(MIN(version.cancelled_known_from), history.status_from)
      ELSE history.status_from
    END AS known_from,
    MIN(history.delivery_id) AS delivery_id, MIN(history.sheet) AS sheet, MIN(history.row_number) AS row_number
  FROM core.measure_registered AS measure
  JOIN core.measure_status_history AS history
    ON history.measure_code = measure.measure_code AND history.is_simulated = measure.is_simulated
    AND history.status_code = 'CANCELLED' AND history.is_last
  JOIN seed.month_calendar AS calendar
    ON calendar.month >= history.status_from
  LEFT JOIN version
    ON version.measure_code = measure.measure_code AND version.is_simulated = measure.is_simulated
  WHERE measure.is_current
  GROUP BY measure.measure_code, measure.board_code, measure.start_month, measure.is_simulated, history.status_from
), place AS (
  SELECT measure_code, board_code, is_simulated
  FROM cancelled
  UNION
  SELECT measure_code, board_code, is_simulated
  FROM core.measure_slice
), outcome AS (
  SELECT cancelled.measure_code, cancelled.is_simulated, MIN(ledger.first_known_on) AS outcome_known_on
  FROM cancelled
  JOIN place
    ON place.measure_code = cancelled.measure_code AND place.is_simulated = cancelled.is_simulated
  JOIN core.ledger_month AS ledger
    ON ledger.board_code = place.board_code AND ledger.is_simulated = cancelled.is_simulated
    AND ledger.month >= GREATEST(cancelled.cancelled_from, cancelled.start_month)
  GROUP BY cancelled.measure_code, cancelled.is_simulated
), judged AS (
  SELECT cancelled.*, outcome.outcome_known_on, COALESCE(cancelled.known_from >= outcome.outcome_known_on, FALSE) AS is_late
  FROM cancelled
  LEFT JOIN outcome
    ON outcome.measure_code = cancelled.measure_code AND outcome.is_simulated = cancelled.is_simulated
)
SELECT
  judged.measure_code::TEXT AS measure_code,
  judged.cancelled_on::DATE AS cancelled_on,
  judged.cancelled_from::DATE AS cancelled_from,
  judged.known_from::DATE AS known_from,
  judged.outcome_known_on::DATE AS outcome_known_on,
  judged.is_late::BOOLEAN AS is_cancelled_late,
  (NOT judged.is_late AND judged.cancelled_from <= judged.start_month)::BOOLEAN AS is_never_started,
  (CASE WHEN NOT judged.is_late THEN before.month END)::DATE AS last_month,
  judged.is_simulated::BOOLEAN AS is_simulated,
  judged.delivery_id::TEXT AS delivery_id,
  judged.sheet::TEXT AS sheet,
  judged.row_number::INTEGER AS row_number
FROM judged
LEFT JOIN seed.month_calendar AS before
  ON before.month_index = judged.cancelled_index - 1

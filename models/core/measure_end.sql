MODEL (
  name core.measure_end,
  grain (measure_code, cancelled_on, is_simulated),
  tags (
    'delivered rows differ: only the statuses that end a measure'
  ),
  description 'One row per measure of the current register and cancellation: the first month without it, when it was taken up again, since when each is known, and whether the outcome was known by then',
  column_descriptions (
    cancelled_on = 'own: Day that it was cancelled, as stated; a cancellation of what is cancelled already is none',
    cancelled_from = 'First month that begins on or after that day, as its first day: from it the measure has no effect',
    known_from = 'own: Day from which the cancellation is known: the stated day, or the day a later version of the status register that brought it or moved its day became known',
    outcome_known_on = 'own: Day that the ledger of the first month that the cancellation is about (or a later one) was first known for the measure''s board or a board of its slices; empty while none is',
    is_cancelled_late = 'own: True where the cancellation became known on or after that day: it ends no claim and no evaluation',
    resumed_on = 'own: Day that it was taken up again: the next status started, done or verified, else decided; empty where the cancellation stands',
    resumed_from = 'First month that begins on or after that day: from it the measure has its effect again',
    resumed_known_from = 'Day from which the taking up is known, as known_from',
    resumed_outcome_known_on = 'As outcome_known_on, of the months from resumed_from',
    is_resumed_late = 'own: True where the taking up became known on or after that day: the evaluation ends at the cancellation',
    is_never_started = 'True where it was cancelled, in time, before its first month of effect, and not taken up again in time: there is nothing to evaluate',
    last_month = 'own: Last month of effect before the cancellation, the one before cancelled_from; empty where the cancellation was late',
    delivery_id = 'own: Delivery of the status register'
  ),
  audits (not_null(columns := (cancelled_from, known_from)), measure_cancelled_late)
);

WITH dated AS (
  SELECT
    *
  FROM core.measure_cancelled
), place AS (
  SELECT
    measure_code,
    board_code,
    is_simulated
  FROM dated
  UNION
  SELECT
    measure_code,
    board_code,
    is_simulated
  FROM core.measure_slice
), outcome AS (
  SELECT
    dated.measure_code,
    dated.is_simulated,
    dated.cancelled_on,
    MIN(CASE WHEN ledger.month >= dated.cancelled_from THEN ledger.first_known_on END) AS outcome_known_on,
    MIN(CASE WHEN ledger.month >= dated.resumed_from THEN ledger.first_known_on END) AS resumed_outcome_known_on
  FROM dated
  JOIN place
    ON place.measure_code = dated.measure_code AND place.is_simulated = dated.is_simulated
  JOIN core.ledger_month AS ledger
    ON ledger.board_code = place.board_code
    AND ledger.is_simulated = dated.is_simulated
    AND ledger.month >= dated.start_month
  GROUP BY
    dated.measure_code,
    dated.is_simulated,
    dated.cancelled_on
), judged AS (
  SELECT
    dated.*,
    outcome.outcome_known_on,
    outcome.resumed_outcome_known_on,
    dated.resumed_from IS NULL OR dated.resumed_from > GREATEST(dated.cancelled_from, dated.start_month) AS is_any_month_without,
    COALESCE(dated.known_from >= outcome.outcome_known_on, FALSE) AS is_after_outcome,
    COALESCE(dated.resumed_known_from >= outcome.resumed_outcome_known_on, FALSE) AS is_resumed_after_outcome
  FROM dated
  LEFT JOIN outcome
    ON outcome.measure_code = dated.measure_code
    AND outcome.is_simulated = dated.is_simulated
    AND outcome.cancelled_on = dated.cancelled_on
)
SELECT
  judged.measure_code::TEXT AS measure_code,
  judged.cancelled_on::DATE AS cancelled_on,
  judged.cancelled_from::DATE AS cancelled_from,
  judged.known_from::DATE AS known_from,
  judged.outcome_known_on::DATE AS outcome_known_on,
  (
    judged.is_any_month_without AND judged.is_after_outcome
  )::BOOLEAN AS is_cancelled_late,
  judged.resumed_on::DATE AS resumed_on,
  judged.resumed_from::DATE AS resumed_from,
  judged.resumed_known_from::DATE AS resumed_known_from,
  judged.resumed_outcome_known_on::DATE AS resumed_outcome_known_on,
  (
    judged.is_any_month_without AND NOT judged.is_after_outcome AND judged.is_resumed_after_outcome
  )::BOOLEAN AS is_resumed_late,
  (
    NOT judged.is_after_outcome
    AND judged.cancelled_from <= judged.start_month
    AND (
      judged.resumed_on IS NULL OR (
        judged.is_any_month_without AND judged.is_resumed_after_outcome
      )
    )
  )::BOOLEAN AS is_never_started,
  (
    CASE WHEN NOT (
      judged.is_any_month_without AND judged.is_after_outcome
    ) THEN judged.last_month END
  )::DATE AS last_month,
  judged.is_simulated::BOOLEAN AS is_simulated,
  judged.delivery_id::TEXT AS delivery_id,
  judged.sheet::TEXT AS sheet,
  judged.row_number::INT AS row_number
FROM judged

MODEL (
  name core.measure_start,
  grain (measure_code, is_simulated),
  description 'One row per measure of the current register: the first month of effect that its evaluation uses, since when that month is known, and whether it was moved when its outcome was known',
  column_descriptions (
    start_month = 'own: First month of effect by the current register, as its first day: what the evaluation uses',
    known_from = 'own: Day from which every known version of the register has had this month',
    first_start_month = 'own: First month of effect by the first known version with the measure',
    first_known_from = 'Day that version became known',
    move_count = 'Versions of the register that moved the start',
    outcome_known_on = 'own: Day that the ledger of the start month (or a later one) was first known for the measure''s board or a board of its slice; empty while none is',
    is_moved_late = 'True where the start was moved to this month on or after the day its outcome was known',
    slice_start_month = 'Earliest start month that the register of slices states for its effect slice; empty without a slice',
    is_slice_start_other = 'True where the register of slices states another start month',
    delivery_id = 'as register_delivery'
  ),
  audits (
    not_null(columns := (start_month, known_from)),
    measure_start_moved_late,
    slice_start_is_the_measures
  )
);

WITH version AS (
  SELECT
    measure.measure_code,
    measure.start_month,
    measure.is_simulated,
    measure.known_from,
    delivery.version_number,
    LAG(measure.start_month) OVER (
      PARTITION BY measure.measure_code, measure.is_simulated
      ORDER BY measure.known_from, delivery.version_number
    ) AS start_before,
    FIRST_VALUE(measure.start_month) OVER (
      PARTITION BY measure.measure_code, measure.is_simulated
      ORDER BY measure.known_from, delivery.version_number
    ) AS first_start_month
  FROM core.measure_registered AS measure
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = measure.delivery_id AND NOT delivery.version_number IS NULL
), history AS (
  SELECT
    measure_code,
    is_simulated,
    MAX(CASE WHEN start_before IS NULL OR start_month <> start_before THEN known_from END) AS known_from,
    MIN(first_start_month) AS first_start_month,
    MIN(known_from) AS first_known_from,
    SUM(CASE WHEN start_month <> start_before THEN 1 ELSE 0 END) AS move_count
  FROM version
  GROUP BY
    measure_code,
    is_simulated
), place AS (
  SELECT
    measure_code,
    board_code,
    is_simulated
  FROM core.measure_registered
  WHERE
    is_current
  UNION
  SELECT
    measure_code,
    board_code,
    is_simulated
  FROM core.measure_slice
  WHERE
    slice_kind = 'effect'
), slice AS (
  SELECT
    measure_code,
    is_simulated,
    MIN(start_month) AS first_month,
    MAX(start_month) AS last_month
  FROM core.measure_slice
  WHERE
    slice_kind = 'effect'
  GROUP BY
    measure_code,
    is_simulated
), outcome AS (
  SELECT
    measure.measure_code,
    measure.is_simulated,
    MIN(ledger.first_known_on) AS outcome_known_on
  FROM core.measure_registered AS measure
  JOIN place
    ON place.measure_code = measure.measure_code AND place.is_simulated = measure.is_simulated
  JOIN core.ledger_month AS ledger
    ON ledger.board_code = place.board_code
    AND ledger.is_simulated = measure.is_simulated
    AND ledger.month >= measure.start_month
  WHERE
    measure.is_current
  GROUP BY
    measure.measure_code,
    measure.is_simulated
)
SELECT
  measure.measure_code::TEXT AS measure_code,
  measure.start_month::DATE AS start_month,
  history.known_from::DATE AS known_from,
  history.first_start_month::DATE AS first_start_month,
  history.first_known_from::DATE AS first_known_from,
  history.move_count::INT AS move_count,
  outcome.outcome_known_on::DATE AS outcome_known_on,
  COALESCE(history.move_count > 0 AND history.known_from >= outcome.outcome_known_on, FALSE)::BOOLEAN AS is_moved_late,
  slice.first_month::DATE AS slice_start_month,
  COALESCE(slice.first_month <> measure.start_month OR slice.last_month <> measure.start_month, FALSE)::BOOLEAN AS is_slice_start_other,
  measure.is_simulated::BOOLEAN AS is_simulated,
  measure.delivery_id::TEXT AS delivery_id,
  measure.sheet::TEXT AS sheet,
  measure.row_number::INT AS row_number
FROM core.measure_registered AS measure
JOIN history
  ON history.measure_code = measure.measure_code AND history.is_simulated = measure.is_simulated
LEFT JOIN slice
  ON slice.measure_code = measure.measure_code AND slice.is_simulated = measure.is_simulated
LEFT JOIN outcome
  ON outcome.measure_code = measure.measure_code AND outcome.is_simulated = measure.is_simulated
WHERE
  measure.is_current

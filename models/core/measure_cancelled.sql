MODEL (
  name core.measure_cancelled,
  kind EMBEDDED,
  grain (measure_code, cancelled_on, is_simulated),
  description 'One row per cancellation of a registered measure, with when it was taken up again, and the months that the two begin with',
  column_descriptions (
    cancelled_on = 'own: Day that it was cancelled, as stated; a cancellation of what is cancelled already is none',
    known_from = 'own: Day from which the cancellation is known',
    resumed_on = 'own: Day that it was taken up again: the next status started, done or verified, else decided; empty where the cancellation stands',
    cancelled_from = 'own: First month that begins on or after that day, as its first day',
    last_month = 'own: Last month that begins before it',
    resumed_from = 'own: First month that begins on or after the day that it was taken up again',
    resumed_known_from = 'own: Day from which the taking up is known',
    delivery_id = 'own: Delivery of the status register'
  )
);

WITH step AS (
  SELECT
    *
  FROM core.measure_step
), cancelled AS (
  SELECT
    step.*,
    LEAD(step.status_from) OVER (PARTITION BY step.measure_code, step.is_simulated ORDER BY step.status_from) AS next_cancelled_on
  FROM step
  WHERE
    step.status_code = 'CANCELLED' AND COALESCE(step.code_before, '') <> 'CANCELLED'
), after AS (
  SELECT
    cancelled.measure_code,
    cancelled.is_simulated,
    cancelled.status_from AS cancelled_on,
    step.status_from AS resumed_on,
    step.step_known_from,
    ROW_NUMBER() OVER (
      PARTITION BY cancelled.measure_code, cancelled.is_simulated, cancelled.status_from
      ORDER BY CASE WHEN step.status_code = 'DECIDED' THEN 1 ELSE 0 END, step.status_from, step.sort_order
    ) AS place
  FROM cancelled
  JOIN step
    ON step.measure_code = cancelled.measure_code
    AND step.is_simulated = cancelled.is_simulated
    AND step.status_code <> 'CANCELLED'
    AND step.status_from > cancelled.status_from
    AND (
      cancelled.next_cancelled_on IS NULL OR step.status_from <= cancelled.next_cancelled_on
    )
)
SELECT
  cancelled.measure_code,
  cancelled.is_simulated,
  cancelled.board_code,
  cancelled.start_month,
  cancelled.status_from AS cancelled_on,
  cancelled.step_known_from AS known_from,
  after.resumed_on,
  after.step_known_from AS resumed_known_from,
  cancelled.delivery_id,
  cancelled.sheet,
  cancelled.row_number,
  MIN(CASE WHEN calendar.month >= cancelled.status_from THEN calendar.month END) AS cancelled_from,
  MAX(CASE WHEN calendar.month < cancelled.status_from THEN calendar.month END) AS last_month,
  MIN(CASE WHEN calendar.month >= after.resumed_on THEN calendar.month END) AS resumed_from
FROM cancelled
LEFT JOIN after
  ON after.measure_code = cancelled.measure_code
  AND after.is_simulated = cancelled.is_simulated
  AND after.cancelled_on = cancelled.status_from
  AND after.place = 1
CROSS JOIN seed.calendar AS calendar
GROUP BY
  cancelled.measure_code,
  cancelled.is_simulated,
  cancelled.board_code,
  cancelled.start_month,
  cancelled.status_from,
  cancelled.step_known_from,
  after.resumed_on,
  after.step_known_from,
  cancelled.delivery_id,
  cancelled.sheet,
  cancelled.row_number
HAVING
  MAX(calendar.month) >= cancelled.status_from

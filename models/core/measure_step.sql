MODEL (
  name core.measure_step,
  kind EMBEDDED,
  grain (measure_code, status_from, sort_order, is_simulated),
  description 'One row per status that a registered measure has had, with the day that it became known',
  column_descriptions (
    code_before = 'Status before it; empty for the first',
    step_known_from = 'own: Day from which the status is known: its own day, or the day a later version of the register that brought it or moved its day became known',
    status_from = 'own: Day of the status'
  )
);

WITH version AS (
  SELECT
    source.measure_code,
    delivery.is_simulated,
    kind.status_code,
    source.status_on,
    MIN(delivery.known_from) AS row_known_from,
    MIN(MIN(delivery.known_from)) OVER (PARTITION BY source.measure_code, delivery.is_simulated) AS first_known_from
  FROM staging.measure_status AS source
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = source.delivery_id AND NOT delivery.version_number IS NULL
  JOIN seed.measure_status_kind AS kind
    ON kind.status_text = source.status_text
  WHERE
    source.row_kind = 'data'
  GROUP BY
    source.measure_code,
    delivery.is_simulated,
    kind.status_code,
    source.status_on
)
SELECT
  history.measure_code,
  history.status_code,
  history.sort_order,
  history.status_from,
  history.status_to,
  history.is_last,
  history.is_in_order,
  history.is_resumed,
  history.comment_text,
  history.known_from,
  history.is_simulated,
  history.delivery_id,
  history.sheet,
  history.row_number,
  measure.board_code,
  measure.start_month,
  LAG(history.status_code) OVER (
    PARTITION BY history.measure_code, history.is_simulated
    ORDER BY history.status_from, history.sort_order
  ) AS code_before,
  CASE
    WHEN version.row_known_from > version.first_known_from
    THEN GREATEST(version.row_known_from, history.status_from)
    ELSE history.status_from
  END AS step_known_from
FROM core.measure_status_history AS history
JOIN core.measure_registered AS measure
  ON measure.measure_code = history.measure_code
  AND measure.is_simulated = history.is_simulated
  AND measure.is_current
LEFT JOIN version
  ON version.measure_code = history.measure_code
  AND version.is_simulated = history.is_simulated
  AND version.status_code = history.status_code
  AND version.status_on = history.status_from
WHERE
  history.status_code <> 'IDEA'

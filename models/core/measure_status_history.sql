MODEL (
  name core.measure_status_history,
  grain (measure_code, status_code, status_from, is_simulated),
  description 'One row per measure, status and day from which it holds in the current register; statuses follow each other in time, and one after CANCELLED takes the measure up again',
  column_descriptions (
    status_code = 'own: IDEA, DECIDED, STARTED, DONE, VERIFIED or CANCELLED',
    sort_order = 'own: Place in the life of a measure',
    status_from = 'own: Day from which the status holds',
    status_to = 'Day from which the next status holds; empty for the last',
    is_last = 'own: True for the status that holds now',
    is_in_order = 'False where an earlier step, or the same, follows a later one in time; a measure that is taken up again begins anew',
    is_resumed = 'True where the status follows CANCELLED in time: the measure was taken up again, or is thought of again'
  ),
  audits (
    foreign_key_known("column" := status_code, parent := seed.measure_status_kind, parent_column := status_code),
    measure_status_is_ordered
  )
);

WITH history AS (
  SELECT
    source.measure_code,
    COALESCE(kind.status_code, source.status_text) AS status_code,
    kind.sort_order,
    source.status_on,
    source.comment_text,
    delivery.known_from,
    delivery.is_simulated,
    source.delivery_id,
    source.sheet,
    source.row_number,
    LAG(kind.sort_order) OVER in_order AS order_before,
    LAG(kind.status_code) OVER in_order AS code_before
  FROM staging.measure_status AS source
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = source.delivery_id AND delivery.is_current
  LEFT JOIN seed.measure_status_kind AS kind
    ON kind.status_text = source.status_text
  WHERE
    source.row_kind = 'data'
  WINDOW in_order AS (PARTITION BY source.measure_code, delivery.is_simulated ORDER BY source.status_on, kind.sort_order)
)
SELECT
  history.measure_code::TEXT AS measure_code,
  history.status_code::TEXT AS status_code,
  history.sort_order::INT AS sort_order,
  history.status_on::DATE AS status_from,
  (
    LEAD(history.status_on) OVER (
      PARTITION BY history.measure_code, history.is_simulated
      ORDER BY history.status_on, history.sort_order
    )
  )::DATE AS status_to,
  (
    ROW_NUMBER() OVER (
      PARTITION BY history.measure_code, history.is_simulated
      ORDER BY history.status_on DESC, history.sort_order DESC
    ) = 1
  )::BOOLEAN AS is_last,
  COALESCE(
    history.order_before < history.sort_order
    OR (
      history.code_before = 'CANCELLED' AND history.status_code <> 'CANCELLED'
    ),
    TRUE
  )::BOOLEAN AS is_in_order,
  COALESCE(history.code_before = 'CANCELLED' AND history.status_code <> 'CANCELLED', FALSE)::BOOLEAN AS is_resumed,
  history.comment_text::TEXT AS comment_text,
  history.known_from::DATE AS known_from,
  history.is_simulated::BOOLEAN AS is_simulated,
  history.delivery_id::TEXT AS delivery_id,
  history.sheet::TEXT AS sheet,
  history.row_number::INT AS row_number
FROM history

MODEL (
  name core.measure_standing,
  kind EMBEDDED,
  grain (measure_code, is_simulated),
  description 'One row per measure with a status: where it stands, whether its statuses follow each other, and its last cancellation',
  column_descriptions (
    is_in_order = 'own: False where some status follows a later one in time',
    resumed_on = 'own: Day that it was taken up again after it'
  ),
  tags (
    'working'
  )
);

WITH kind AS (
  SELECT
    status_code,
    MIN(status_name) AS status_name,
    MIN(status_name_en) AS status_name_en
  FROM seed.measure_status_kind
  GROUP BY
    status_code
), history AS (
  SELECT
    measure_code,
    is_simulated,
    MAX(CASE WHEN is_last THEN status_code END) AS status_code,
    MAX(CASE WHEN is_last THEN status_from END) AS status_from,
    BOOL_AND(is_in_order::BOOLEAN) AS is_in_order
  FROM core.measure_status_history
  GROUP BY
    measure_code,
    is_simulated
), ended AS (
  SELECT
    measure_code,
    is_simulated,
    cancelled_on,
    resumed_on,
    ROW_NUMBER() OVER (PARTITION BY measure_code, is_simulated ORDER BY cancelled_on DESC) AS place
  FROM core.measure_end
)
SELECT
  history.measure_code::TEXT AS measure_code,
  history.status_code::TEXT AS status_code,
  kind.status_name::TEXT AS status_name,
  kind.status_name_en::TEXT AS status_name_en,
  history.status_from::DATE AS status_from,
  history.is_in_order::BOOLEAN AS is_in_order,
  ended.cancelled_on::DATE AS cancelled_on,
  ended.resumed_on::DATE AS resumed_on,
  history.is_simulated::BOOLEAN AS is_simulated
FROM history
LEFT JOIN kind
  ON kind.status_code = history.status_code
LEFT JOIN ended
  ON ended.measure_code = history.measure_code
  AND ended.is_simulated = history.is_simulated
  AND ended.place = 1

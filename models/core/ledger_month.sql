MODEL (
  name core.ledger_month,
  grain (board_code, month),
  description 'One row per board and month between the first and the newest month of the ledger: delivered or missing. A year''s closing is no delivery of its December',
  column_descriptions (
    month_index = 'own: Year × 12 + month − 1: months that add and compare',
    reported_on = 'own: Day by which the months report is written',
    is_delivered = 'False where the boards month is missing: its cost is unknown, not zero',
    is_newest = 'own: True for the newest month of the ledger',
    delivery_id = 'own: Delivery that is current; empty where the month is missing',
    first_known_on = 'Day the month was first known',
    version_count = 'Versions delivered',
    has_year_end = 'True for a December whose year''s closing (period 13) the board has delivered'
  ),
  audits (month_is_delivered, period_missing)
);

WITH board_month AS (
  SELECT
    cost.board_code,
    cost.month,
    MAX(CASE WHEN cost.is_current AND NOT cost.is_year_end THEN cost.delivery_id END) AS delivery_id,
    MIN(CASE WHEN NOT cost.is_year_end THEN cost.known_from END) AS first_known_on,
    COUNT(DISTINCT CASE WHEN NOT cost.is_year_end THEN cost.delivery_id END) AS version_count,
    BOOL_OR(CAST(cost.is_current AND cost.is_year_end AS BOOLEAN)) AS has_year_end,
    BOOL_OR(cost.is_simulated::BOOLEAN) AS is_simulated
  FROM core.cost_month AS cost
  GROUP BY
    cost.board_code,
    cost.month
), span AS (
  SELECT
    MIN(month) AS first_month,
    MAX(month) AS newest_month,
    BOOL_OR(is_simulated::BOOLEAN) AS is_simulated
  FROM board_month
), board AS (
  SELECT DISTINCT
    board_code
  FROM board_month
)
SELECT
  board.board_code::TEXT AS board_code,
  calendar.month::DATE AS month,
  calendar.month_index::INT AS month_index,
  calendar.fiscal_year::INT AS fiscal_year,
  calendar.month_number::INT AS month_number,
  calendar.reported_on::DATE AS reported_on,
  (
    NOT board_month.delivery_id IS NULL
  )::BOOLEAN AS is_delivered,
  (
    calendar.month = span.newest_month
  )::BOOLEAN AS is_newest,
  board_month.delivery_id::TEXT AS delivery_id,
  board_month.first_known_on::DATE AS first_known_on,
  COALESCE(board_month.version_count, 0)::INT AS version_count,
  COALESCE(board_month.has_year_end, FALSE)::BOOLEAN AS has_year_end,
  COALESCE(board_month.is_simulated, span.is_simulated)::BOOLEAN AS is_simulated
FROM span
JOIN seed.calendar AS calendar
  ON calendar.month BETWEEN span.first_month AND span.newest_month
CROSS JOIN board
LEFT JOIN board_month
  ON board_month.board_code = board.board_code AND board_month.month = calendar.month

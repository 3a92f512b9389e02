MODEL (
  name core.cost_month_delivered,
  grain (board_code, month),
  description 'One row per month and board, or whole that boards are summed into: whether its ledger and its budget are there',
  column_descriptions (
    board_code = 'own: Board; RJH for the region, which is whole when every board is',
    register_code = 'own: The same as its files are named: another only where the code was given to another board',
    month_index = 'own: Year × 12 + month − 1: months that add and compare',
    missing_count = 'own: Boards of it whose month is missing in the ledger',
    year_end_count = 'own: Boards of it whose closing of the year (period 13) has come in the month',
    has_budget = '1 where every board of it has a budget in force for the year, else 0'
  ),
  tags (
    'working'
  )
);

WITH board_month AS (
  SELECT
    ledger.board_code,
    ledger.month,
    ledger.month_index,
    ledger.fiscal_year,
    ledger.month_number,
    CASE WHEN ledger.is_delivered THEN 0 ELSE 1 END AS missing_count,
    CASE WHEN ledger.has_year_end THEN 1 ELSE 0 END AS year_end_count,
    CASE WHEN budget.board_code IS NULL THEN 0 ELSE 1 END AS has_budget
  FROM core.ledger_month AS ledger
  LEFT JOIN (
    SELECT DISTINCT
      board_code,
      fiscal_year
    FROM core.budget_month
    WHERE
      is_in_force
  ) AS budget
    ON budget.board_code = ledger.board_code AND budget.fiscal_year = ledger.fiscal_year
), former AS (
  SELECT
    place.organisation_code AS board_code,
    place.register_code,
    place.begins_on,
    place.until_on
  FROM core.place_reused AS place
  WHERE
    place.organisation_level = 'board' AND place.organisation_code <> place.register_code
), every_board AS (
  SELECT DISTINCT
    span.board_code
  FROM core.organisation_span AS span
  LEFT JOIN board_month AS own
    ON own.board_code = span.board_code
  LEFT JOIN former
    ON former.board_code = span.board_code
  WHERE
    own.board_code IS NULL AND former.board_code IS NULL
), delivered AS (
  SELECT
    former.board_code,
    former.register_code,
    own.month,
    own.month_index,
    own.fiscal_year,
    own.month_number,
    own.missing_count,
    own.year_end_count,
    own.has_budget
  FROM former
  JOIN board_month AS own
    ON own.board_code = former.register_code
    AND own.month >= former.begins_on
    AND own.month < former.until_on
  UNION ALL
  SELECT
    board_code,
    board_code AS register_code,
    month,
    month_index,
    fiscal_year,
    month_number,
    missing_count,
    year_end_count,
    has_budget
  FROM board_month
  UNION ALL
  SELECT
    every_board.board_code,
    every_board.board_code AS register_code,
    month,
    month_index,
    fiscal_year,
    month_number,
    SUM(missing_count) AS missing_count,
    SUM(year_end_count) AS year_end_count,
    MIN(has_budget) AS has_budget
  FROM board_month
  CROSS JOIN every_board
  GROUP BY
    every_board.board_code,
    month,
    month_index,
    fiscal_year,
    month_number
)
SELECT
  board_code::TEXT AS board_code,
  register_code::TEXT AS register_code,
  month::DATE AS month,
  month_index::INT AS month_index,
  fiscal_year::INT AS fiscal_year,
  month_number::INT AS month_number,
  missing_count::INT AS missing_count,
  year_end_count::INT AS year_end_count,
  has_budget::INT AS has_budget
FROM delivered

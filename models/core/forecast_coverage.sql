MODEL (
  name core.forecast_coverage,
  kind EMBEDDED,
  grain (as_of_month, board_code, is_simulated),
  description 'One row per as-of month and board: how many months of the year, and of each of the three before it, were known when the month''s report was written',
  column_descriptions (
    board_code = 'own: Board whose ledger it is',
    month_count = 'own: Months of the year that were known',
    month_count_1 = 'Months of the year before',
    month_count_2 = 'Months of the year two years back',
    month_count_3 = 'Months of the year three years back'
  )
);

WITH delivered AS (
  SELECT DISTINCT
    month,
    board_code,
    is_simulated,
    known_from
  FROM core.cost_month
  WHERE
    NOT is_year_end
), known AS (
  SELECT DISTINCT
    as_of.as_of_month,
    delivered.board_code,
    delivered.is_simulated,
    as_of.fiscal_year - calendar.fiscal_year AS years_back,
    calendar.month_number
  FROM core.forecast_as_of AS as_of
  JOIN seed.calendar AS calendar
    ON calendar.month_index <= as_of.month_index AND calendar.fiscal_year >= as_of.fiscal_year - 3
  JOIN delivered
    ON delivered.month = calendar.month AND delivered.known_from <= as_of.reported_on
)
SELECT
  as_of_month,
  board_code,
  is_simulated,
  SUM(CASE WHEN years_back = 0 THEN 1 ELSE 0 END) AS month_count,
  SUM(CASE WHEN years_back = 1 THEN 1 ELSE 0 END) AS month_count_1,
  SUM(CASE WHEN years_back = 2 THEN 1 ELSE 0 END) AS month_count_2,
  SUM(CASE WHEN years_back = 3 THEN 1 ELSE 0 END) AS month_count_3
FROM known
GROUP BY
  as_of_month,
  board_code,
  is_simulated

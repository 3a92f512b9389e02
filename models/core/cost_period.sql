MODEL (
  name core.cost_period,
  kind EMBEDDED,
  grain (series_number, period_kind, month),
  description 'One row per series of core.cost_series, kind of period and last month of it that has an amount: what the period sums to and what it may be compared with',
  column_descriptions (
    month = 'as last_month_of_period',
    missing_count = 'own: Boards'' months that are missing in it',
    wanted_count = 'Months that the period has',
    year_end_count = 'own: Closings of the year that boards have delivered in it',
    prior_sek = 'own: Sum of the months last year that are known',
    prior_year_sek = 'own: The same where every month is known',
    prior_priced_sek = 'own: The sum last year in this year''s prices; empty where a month has no index',
    prior_item_sek = 'own: Of the sum last year, items affecting comparability',
    prior_item_priced_sek = 'own: The same in this year''s prices',
    prior_unclassified_sek = 'own: Kronor without a cost type in the months last year',
    budget_sek = 'own: Budget in force; empty where a year of the period has none',
    is_reused = 'True where the code stood for another organisation in a month last year',
    has_growth = 'True where growth in per cent has a meaning: both periods whole, the same sign, no zero base',
    has_growth_excluding_items = 'The same without items affecting comparability'
  ),
  tags (
    'working'
  )
);

@DEF(amounts, [
  budget_count,
  unclassified_sek,
  prior_unclassified_sek,
  delivered_count,
  prior_delivered_count,
  priced_count,
  missing_count,
  budget_missing_count,
  actual_sek,
  budget_sek,
  prior_sek,
  prior_priced_sek,
  item_sek,
  year_end_sek,
  year_end_count,
  prior_item_sek,
  prior_item_priced_sek
]);

WITH summed AS (
  SELECT
    series_number,
    'month' AS period_kind,
    month,
    month_index,
    fiscal_year,
    least_sign,
    greatest_sign,
    1 AS wanted_count,
    @EACH(@amounts, amount -> @amount)
  FROM core.cost_series_month
  UNION ALL
  SELECT
    series_number,
    'ytd' AS period_kind,
    month,
    month_index,
    fiscal_year,
    least_sign,
    greatest_sign,
    month_number AS wanted_count,
    @EACH(@amounts, amount -> SUM(@amount) OVER ytd AS @amount)
  FROM core.cost_series_month
  WINDOW ytd AS (
    PARTITION BY series_number, fiscal_year
    ORDER BY month_index
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
  UNION ALL
  SELECT
    series_number,
    'rolling_12' AS period_kind,
    month,
    month_index,
    fiscal_year,
    least_sign,
    greatest_sign,
    12 AS wanted_count,
    @EACH(@amounts, amount -> SUM(@amount) OVER twelve AS @amount)
  FROM core.cost_series_month
  WINDOW twelve AS (PARTITION BY series_number ORDER BY month_index RANGE BETWEEN 11 PRECEDING AND CURRENT ROW)
), compared AS (
  SELECT
    summed.*,
    series.is_total,
    series.expected_sign,
    delivered_count = wanted_count AS is_complete,
    prior_delivered_count = wanted_count AS is_prior_complete,
    COALESCE(series.begins_index > month_index + 1 - wanted_count - 12, FALSE) AS is_reused
  FROM summed
  JOIN core.cost_series AS series
    ON series.series_number = summed.series_number
)
SELECT
  series_number::INT AS series_number,
  period_kind::TEXT AS period_kind,
  month::DATE AS month,
  fiscal_year::INT AS fiscal_year,
  missing_count::INT AS missing_count,
  actual_sek::DECIMAL(18, 2) AS actual_sek,
  CASE WHEN budget_count = wanted_count THEN budget_sek END::DECIMAL(18, 2) AS budget_sek,
  budget_missing_count::INT AS budget_missing_count,
  item_sek::DECIMAL(18, 2) AS item_sek,
  year_end_sek::DECIMAL(18, 2) AS year_end_sek,
  year_end_count::INT AS year_end_count,
  unclassified_sek::DECIMAL(18, 2) AS unclassified_sek,
  prior_sek::DECIMAL(18, 2) AS prior_sek,
  CASE WHEN is_prior_complete THEN prior_sek END::DECIMAL(18, 2) AS prior_year_sek,
  CASE WHEN priced_count = wanted_count THEN prior_priced_sek END::DECIMAL(18, 2) AS prior_priced_sek,
  prior_item_sek::DECIMAL(18, 2) AS prior_item_sek,
  prior_item_priced_sek::DECIMAL(18, 2) AS prior_item_priced_sek,
  prior_unclassified_sek::DECIMAL(18, 2) AS prior_unclassified_sek,
  is_complete::BOOLEAN AS is_complete,
  is_reused::BOOLEAN AS is_reused,
  (
    is_complete
    AND is_prior_complete
    AND @has_growth(actual_sek, prior_sek, expected_sign, least_sign, greatest_sign)
  )::BOOLEAN AS has_growth,
  (
    is_complete
    AND is_prior_complete
    AND @has_growth(actual_sek - item_sek, prior_sek - prior_item_sek, expected_sign, least_sign, greatest_sign)
  )::BOOLEAN AS has_growth_excluding_items
FROM compared
WHERE
  actual_sek <> 0
  OR prior_sek <> 0
  OR budget_sek <> 0
  OR (
    unclassified_sek + prior_unclassified_sek <> 0 AND is_total
  )

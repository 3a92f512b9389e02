MODEL (
  name core.forecast_interval,
  grain (fiscal_year, organisation_level, interval_class, method_code, month_number, is_simulated),
  description 'One row per year that is forecast, level, class of line, method and months of outcome: the 80 % interval that the backtests own errors of earlier years give, after as many months and judged by the outcomes known when the forecast is made. The region, one a year, and the boards stand on their errors together. Symmetric: whether a year ends brighter or darker than forecast is common to its errors and does not repeat. Widened by √(1 + 1/n) for n organisations and years, the factor of a prediction from n outcomes',
  column_descriptions (
    fiscal_year = 'own: Year that is forecast; only errors of earlier years count, as far as they were known by the months report',
    month_number = 'as months_of_outcome',
    half_share = 'Half the interval as a share of the forecast: the absolute error of rank ceil((n + 1) × 0,8), widened; empty with fewer than four errors',
    error_count = 'Errors that the interval stands on',
    organisation_count = 'Organisations and years that they are of'
  ),
  tags (
    'working',
    'binary floating point (error_share, half_share): a quantile of quotients and a root, right to 1e-12 of itself'
  )
);

WITH known AS (
  SELECT
    fiscal_year,
    month_number,
    error_year,
    organisation_level,
    organisation_code,
    interval_class,
    method_code,
    is_simulated,
    error_share
  FROM core.forecast_error
  UNION ALL
  SELECT
    fiscal_year,
    month_number,
    error_year,
    CASE WHEN organisation_level = 'region' THEN 'board' ELSE 'region' END,
    organisation_code,
    interval_class,
    method_code,
    is_simulated,
    error_share
  FROM core.forecast_error
  WHERE
    organisation_level IN ('region', 'board')
), stood_on AS (
  SELECT
    fiscal_year,
    month_number,
    organisation_level,
    interval_class,
    method_code,
    is_simulated,
    COUNT(*) AS organisation_count
  FROM (
    SELECT DISTINCT
      fiscal_year,
      month_number,
      organisation_level,
      interval_class,
      method_code,
      is_simulated,
      organisation_code,
      error_year
    FROM known
  ) AS organisation_year
  GROUP BY
    fiscal_year,
    month_number,
    organisation_level,
    interval_class,
    method_code,
    is_simulated
), ranked AS (
  SELECT
    fiscal_year,
    month_number,
    organisation_level,
    interval_class,
    method_code,
    is_simulated,
    error_share,
    ROW_NUMBER() OVER (
      PARTITION BY fiscal_year, month_number, organisation_level, interval_class, method_code, is_simulated
      ORDER BY error_share
    ) AS error_rank,
    COUNT(*) OVER (
      PARTITION BY fiscal_year, month_number, organisation_level, interval_class, method_code, is_simulated
    ) AS error_count
  FROM known
), quantile AS (
  SELECT
    fiscal_year,
    month_number,
    organisation_level,
    interval_class,
    method_code,
    is_simulated,
    MAX(CASE WHEN error_rank = CEIL((
      error_count + 1
    ) * 0.8) THEN error_share END) AS error_share,
    MAX(error_count) AS error_count
  FROM ranked
  GROUP BY
    fiscal_year,
    month_number,
    organisation_level,
    interval_class,
    method_code,
    is_simulated
)
SELECT
  quantile.fiscal_year::INT AS fiscal_year,
  quantile.organisation_level::TEXT AS organisation_level,
  quantile.interval_class::TEXT AS interval_class,
  quantile.method_code::TEXT AS method_code,
  quantile.month_number::INT AS month_number,
  (
    quantile.error_share * SQRT(1 + 1.0 / stood_on.organisation_count)
  )::DECIMAL(18, 9) AS half_share,
  quantile.error_count::INT AS error_count,
  stood_on.organisation_count::INT AS organisation_count,
  quantile.is_simulated::BOOLEAN AS is_simulated
FROM quantile
JOIN stood_on
  ON stood_on.fiscal_year = quantile.fiscal_year
  AND stood_on.month_number = quantile.month_number
  AND stood_on.organisation_level = quantile.organisation_level
  AND stood_on.interval_class = quantile.interval_class
  AND stood_on.method_code = quantile.method_code
  AND stood_on.is_simulated = quantile.is_simulated

MODEL (
  name core.forecast_widening,
  grain (
    fiscal_year,
    organisation_level,
    organisation_code,
    interval_class,
    method_code,
    month_number,
    is_simulated
  ),
  description 'One row per year that is forecast, organisation, class of line, method and months of outcome: how many times wider than the pooled interval its own is, because its own earlier errors were larger than those it is pooled with. Mean of both in units of the pooled interval, the pool weighing as two years (the mean of a scale with a conjugate prior); never under one',
  column_descriptions (
    fiscal_year = 'own: Year that is forecast; only errors of earlier years count, as far as they were known by the months report',
    month_number = 'as months_of_outcome',
    own_error_year_count = 'Earlier years with errors of the organisation itself',
    own_error_ratio = 'Mean of its own errors against the pooled interval''s half; each at most four, so that no single line decides',
    pool_error_ratio = 'The same over all that it is pooled with',
    widening = 'Times the pooled interval: at least 1'
  ),
  tags (
    'working',
    'binary floating point (ratio, own_error_ratio, pool_error_ratio, widening): means of quotients and a root, right to 1e-12 of itself'
  )
);

WITH own_year AS (
  SELECT
    error.fiscal_year,
    error.month_number,
    error.error_year,
    error.organisation_level,
    CASE WHEN error.organisation_level = 'region' THEN 'board' ELSE error.organisation_level END AS pool_level,
    error.organisation_code,
    error.interval_class,
    error.method_code,
    error.is_simulated,
    AVG(LEAST(error.error_share / range.half_share::DOUBLE, 4))::DECIMAL(18, 9) AS ratio
  FROM core.forecast_error AS error
  JOIN core.forecast_interval AS range
    ON range.fiscal_year = error.fiscal_year
    AND range.month_number = error.month_number
    AND range.organisation_level = error.organisation_level
    AND range.interval_class = error.interval_class
    AND range.method_code = error.method_code
    AND range.is_simulated = error.is_simulated
  WHERE
    range.half_share > 0
  GROUP BY
    error.fiscal_year,
    error.month_number,
    error.error_year,
    error.organisation_level,
    error.organisation_code,
    error.interval_class,
    error.method_code,
    error.is_simulated
), pool AS (
  SELECT
    fiscal_year,
    month_number,
    pool_level,
    interval_class,
    method_code,
    is_simulated,
    AVG(ratio)::DECIMAL(18, 9) AS ratio
  FROM own_year
  GROUP BY
    fiscal_year,
    month_number,
    pool_level,
    interval_class,
    method_code,
    is_simulated
)
SELECT
  own_year.fiscal_year::INT AS fiscal_year,
  own_year.organisation_level::TEXT AS organisation_level,
  own_year.organisation_code::TEXT AS organisation_code,
  own_year.interval_class::TEXT AS interval_class,
  own_year.method_code::TEXT AS method_code,
  own_year.month_number::INT AS month_number,
  COUNT(*)::INT AS own_error_year_count,
  AVG(own_year.ratio)::DECIMAL(18, 9) AS own_error_ratio,
  MAX(pool.ratio)::DECIMAL(18, 9) AS pool_error_ratio,
  GREATEST(1, (
    2 * MAX(pool.ratio) + SUM(own_year.ratio)
  ) / NULLIF((
    2 + COUNT(*)
  ) * MAX(pool.ratio), 0))::DECIMAL(9, 6) AS widening,
  own_year.is_simulated::BOOLEAN AS is_simulated
FROM own_year
JOIN pool
  ON pool.fiscal_year = own_year.fiscal_year
  AND pool.month_number = own_year.month_number
  AND pool.pool_level = own_year.pool_level
  AND pool.interval_class = own_year.interval_class
  AND pool.method_code = own_year.method_code
  AND pool.is_simulated = own_year.is_simulated
GROUP BY
  own_year.fiscal_year,
  own_year.organisation_level,
  own_year.organisation_code,
  own_year.interval_class,
  own_year.method_code,
  own_year.month_number,
  own_year.is_simulated

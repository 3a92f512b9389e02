MODEL (
  name core.forecast_own_record,
  grain (
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    month_number,
    is_simulated
  ),
  description 'One row per organisation, line, scope, method and months of outcome: how the organisation''s own forecasts of whole years turned out',
  column_descriptions (
    month_number = 'as months_of_outcome',
    cost_type_code = 'as cost_type_or_line',
    scope_code = 'as line_scope'
  ),
  tags (
    'working',
    'binary floating point (mape_pct, own_mape_pct): a mean of quotients, right to 1e-12 of itself'
  )
);

WITH by_month AS (
  SELECT
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    month_number,
    is_simulated,
    COUNT(*) AS year_count,
    AVG(CASE WHEN actual_year_sek <> 0 THEN 100 * ABS(error_sek)::DOUBLE / ABS(actual_year_sek)::DOUBLE END) AS mape_pct,
    @mean(error_sek, 2) AS bias_sek,
    COUNT(CASE WHEN month_number < 12 THEN is_inside END) AS interval_count,
    SUM(CASE WHEN month_number < 12 THEN is_inside END) AS hit_count
  FROM core.forecast_judged
  GROUP BY
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    month_number,
    is_simulated
)
SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  cost_type_code::TEXT AS cost_type_code,
  scope_code::TEXT AS scope_code,
  method_code::TEXT AS method_code,
  month_number::INT AS month_number,
  year_count::INT AS own_year_count,
  mape_pct::DECIMAL(18, 3) AS own_mape_pct,
  bias_sek::DECIMAL(18, 2) AS own_bias_sek,
  (
    SUM(interval_count) OVER every_month
  )::INT AS own_interval_count,
  (
    SUM(hit_count) OVER every_month
  )::INT AS own_hit_count,
  is_simulated::BOOLEAN AS is_simulated
FROM by_month
WINDOW every_month AS (
  PARTITION BY organisation_level, organisation_code, cost_type_code, scope_code, method_code, is_simulated
)

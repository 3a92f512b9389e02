MODEL (
  name core.forecast_interval,
  kind FULL,
  owner controlling,
  grain (fiscal_year, organisation_level, method_code, month_number, is_simulated),
  description 'One row per year that is forecast, level, method and months of outcome: the 80 % interval that the backtests own errors of earlier years give. Errors at the same horizon and at one month longer count together: with one or two earlier years those of the horizon alone are too few years to hold 80 %',
  column_descriptions (
    fiscal_year = 'Year that is forecast; only errors of earlier years count',
    organisation_level = 'region, board, area, department or unit',
    method_code = 'Method of the forecast',
    month_number = 'Months of outcome, 1–12',
    low_share = 'Tenth part of the errors lies below, as a share of the forecast; finite-sample rank floor((n + 1) × 0,1)',
    high_share = 'Tenth part lies above; rank ceil((n + 1) × 0,9)',
    error_count = 'Errors that the interval stands on',
    is_simulated = 'True for rows of the simulated region'
  ),
  tags ('working'),
  audits (
    unique_combination_of_columns(columns := (fiscal_year, organisation_level, method_code, month_number, is_simulated)),
    not_null(columns := (fiscal_year, organisation_level, method_code, month_number, is_simulated))
  )
);

WITH error AS (
  SELECT
    fiscal_year, organisation_level, method_code, month_number, is_simulated,
    CAST(actual_year_sek - forecast_sek AS DOUBLE) / ABS(CAST(forecast_sek AS DOUBLE)) AS error_share
  FROM core.forecast_line
  WHERE NOT actual_year_sek IS NULL AND forecast_sek <> 0
), forecast_year AS (
  SELECT DISTINCT fiscal_year, month_number
  FROM core.forecast_line
), ranked AS (
  SELECT
    forecast_year.fiscal_year, error.organisation_level, error.method_code, forecast_year.month_number, error.is_simulated, error.error_share,
    ROW_NUMBER() OVER (PARTITION BY forecast_year.fiscal_year, error.organisation_level, error.method_code, forecast_year.month_number, error.is_simulated ORDER BY error.error_share) AS error_rank,
    COUNT(*) OVER (PARTITION BY forecast_year.fiscal_year, error.organisation_level, error.method_code, forecast_year.month_number, error.is_simulated) AS error_count
  FROM forecast_year
  JOIN error
    ON error.fiscal_year < forecast_year.fiscal_year
    AND (error.month_number = forecast_year.month_number OR (error.month_number = forecast_year.month_number - 1 AND forecast_year.month_number < 12))
)
SELECT
  ranked.fiscal_year::INTEGER AS fiscal_year,
  ranked.organisation_level::TEXT AS organisation_level,
  ranked.method_code::TEXT AS method_code,
  ranked.month_number::INTEGER AS month_number,
  MAX(CASE WHEN ranked.error_rank = FLOOR((ranked.error_count + 1) * 0.1) THEN ranked.error_share END)::DECIMAL(18, 9) AS low_share,
  MAX(CASE WHEN ranked.error_rank = CEIL((ranked.error_count + 1) * 0.9) THEN ranked.error_share END)::DECIMAL(18, 9) AS high_share,
  MAX(ranked.error_count)::INTEGER AS error_count,
  ranked.is_simulated::BOOLEAN AS is_simulated
FROM ranked
GROUP BY ranked.fiscal_year, ranked.organisation_level, ranked.method_code, ranked.month_number, ranked.is_simulated

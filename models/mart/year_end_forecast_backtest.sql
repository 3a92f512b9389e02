MODEL (
  name mart.year_end_forecast_backtest,
  grain (organisation_level, cost_type_code, scope_code, month_number, method_code, is_simulated),
  description 'One row per level, line, scope, months of outcome and method: how the forecasts of whole years turned out, on data as known then',
  column_descriptions (
    cost_type_code = 'own: Cost type, a line that sums cost types, or ALL for every cost type pooled',
    scope_code = 'as line_scope',
    month_number = 'own: Months of outcome that the forecast knew',
    forecast_count = 'Forecasts of whole years that are judged',
    year_count = 'Years that they are of',
    mape_pct = 'own: Mean of the absolute error in per cent of the outcome over the judged forecasts: each organisation, cost type and year weighs the same, whatever its size; outcomes of zero are left out',
    weighted_mape_pct = 'Sum of absolute errors in per cent of the sum of outcomes',
    mase = 'own: Sum of absolute errors against those of last years outcome as the forecast: under 1 is better than that',
    bias_sek = 'own: Mean of forecast less outcome: negative is too dark',
    interval_count = 'Of them, with an 80 % interval from earlier years errors',
    coverage_pct = 'own: Share of the outcomes, as known now, inside their 80 % interval'
  ),
  tags (
    'binary floating point (mape_pct): a mean of quotients, right to 1e-12 of itself'
  )
);

WITH pooled AS (
  SELECT
    organisation_level,
    cost_type_code,
    scope_code,
    month_number,
    method_code,
    is_simulated,
    fiscal_year,
    error_sek,
    actual_year_sek,
    naive_error_sek,
    is_inside
  FROM core.forecast_judged
  UNION ALL
  SELECT
    organisation_level,
    'ALL',
    scope_code,
    month_number,
    method_code,
    is_simulated,
    fiscal_year,
    error_sek,
    actual_year_sek,
    naive_error_sek,
    is_inside
  FROM core.forecast_judged
  WHERE
    cost_type_code IN (
      SELECT
        cost_type_code
      FROM seed.cost_type_line
      WHERE
        NOT is_total
    )
)
SELECT
  pooled.organisation_level::TEXT AS organisation_level,
  pooled.cost_type_code::TEXT AS cost_type_code,
  pooled.scope_code::TEXT AS scope_code,
  pooled.month_number::INT AS month_number,
  pooled.method_code::TEXT AS method_code,
  COUNT(*)::INT AS forecast_count,
  COUNT(DISTINCT pooled.fiscal_year)::INT AS year_count,
  AVG(
    CASE
      WHEN pooled.actual_year_sek <> 0
      THEN 100 * ABS(pooled.error_sek)::DOUBLE / ABS(pooled.actual_year_sek)::DOUBLE
    END
  )::DECIMAL(18, 3) AS mape_pct,
  @quotient(100 * SUM(ABS(pooled.error_sek)), SUM(ABS(pooled.actual_year_sek)), 3)::DECIMAL(18, 3) AS weighted_mape_pct,
  @quotient(
    SUM(CASE WHEN NOT pooled.naive_error_sek IS NULL THEN ABS(pooled.error_sek) END),
    SUM(ABS(pooled.naive_error_sek)),
    3
  )::DECIMAL(18, 3) AS mase,
  @mean(pooled.error_sek, 2)::DECIMAL(18, 2) AS bias_sek,
  COUNT(pooled.is_inside)::INT AS interval_count,
  @quotient(100 * SUM(pooled.is_inside), COUNT(pooled.is_inside), 2)::DECIMAL(9, 2) AS coverage_pct,
  pooled.is_simulated::BOOLEAN AS is_simulated
FROM pooled
GROUP BY
  pooled.organisation_level,
  pooled.cost_type_code,
  pooled.scope_code,
  pooled.month_number,
  pooled.method_code,
  pooled.is_simulated

WITH own AS (
  SELECT
    as_of_month, organisation_level, organisation_code, cost_type_code, scope_code, method_code,
    p10_sek, forecast_sek, p90_sek, submitted_sek, budget_year_sek, submitted_missing_count, is_complete, is_simulated
  FROM mart.year_end_forecast
  WHERE as_of_month <= $month AND fiscal_year = CAST(EXTRACT(YEAR FROM $month) AS INTEGER)
    AND is_default AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'
    AND organisation_level IN ('board', 'region') AND organisation_code = $board
), span AS (
  SELECT CAST(UNNEST(GENERATE_SERIES(MIN(as_of_month), MAX(as_of_month), INTERVAL 1 MONTH)) AS DATE) AS as_of_month
  FROM own
)
SELECT
  span.as_of_month, own.organisation_level, own.organisation_code, own.cost_type_code, own.scope_code,
  own.method_code, own.p10_sek, own.forecast_sek, own.p90_sek, own.submitted_sek, own.budget_year_sek,
  own.submitted_missing_count, cost.is_reorganised, own.is_complete, own.is_simulated
FROM span
LEFT JOIN own ON own.as_of_month = span.as_of_month
LEFT JOIN mart.cost_summary AS cost
  ON cost.month = own.as_of_month AND cost.period_kind = 'month' AND cost.organisation_basis = 'as_was'
  AND cost.organisation_level = own.organisation_level AND cost.organisation_code = own.organisation_code
  AND cost.scope_code = own.scope_code AND cost.is_simulated = own.is_simulated
ORDER BY span.as_of_month

SELECT
  as_of_month, organisation_level, organisation_code, cost_type_code, scope_code, method_code, organisation_name,
  forecast_sek, p10_sek, p90_sek, submitted_sek, budget_year_sek, deviation_sek, submitted_missing_count,
  is_complete, is_simulated
FROM mart.year_end_forecast
WHERE as_of_month = $month AND is_default AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'
  AND organisation_level IN ('board', 'region') AND ($board = $region OR organisation_code = $board)
ORDER BY organisation_level, organisation_code

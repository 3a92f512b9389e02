SELECT
  as_of_month, organisation_level, organisation_code, cost_type_code, scope_code, method_code, organisation_name,
  own_year_count, own_mape_pct, own_bias_sek, own_interval_count, own_hit_count, interval_widening,
  submitted_mape_pct, submitted_bias_sek, submitted_year_count, is_simulated
FROM mart.year_end_forecast
WHERE as_of_month = $month AND is_default AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'
  AND organisation_level IN ('board', 'region') AND ($board = $region OR organisation_code = $board)
ORDER BY organisation_level, organisation_code

SELECT
  as_of_month, organisation_level, organisation_code, cost_type_code, scope_code, method_code, organisation_name,
  pooled_mape_pct, pooled_bias_sek, pooled_coverage_pct, interval_error_count, interval_basis_text,
  interval_basis_text_en, is_simulated
FROM mart.year_end_forecast
WHERE as_of_month = $month AND is_default AND cost_type_code = 'NET_COST' AND scope_code = 'with_internal'
  AND organisation_level IN ('board', 'region') AND ($board = $region OR organisation_code = $board)
ORDER BY organisation_level, organisation_code

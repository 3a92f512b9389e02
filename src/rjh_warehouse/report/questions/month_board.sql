SELECT
  month, period_kind, organisation_basis, organisation_level, organisation_code, scope_code, organisation_name,
  net_cost_deviation_sek, is_complete, missing_month_count, is_simulated
FROM mart.cost_summary
WHERE month = $month AND period_kind = 'ytd' AND organisation_basis = 'as_was' AND scope_code = 'with_internal'
  AND organisation_level = 'board' AND $board = $region
ORDER BY organisation_code

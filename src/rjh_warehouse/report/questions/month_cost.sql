SELECT
  month, period_kind, organisation_basis, organisation_level, organisation_code, scope_code, organisation_name,
  net_cost_sek, net_cost_budget_sek, net_cost_deviation_sek, net_cost_prior_year_sek, net_cost_growth_pct,
  gross_cost_sek, gross_cost_growth_pct, hired_staff_sek, hired_staff_of_personnel_total_pct,
  is_reorganised, is_prior_year_reorganised,
  is_complete, missing_month_count, is_simulated
FROM mart.cost_summary
WHERE month = $month AND period_kind = 'ytd' AND organisation_basis = 'as_was' AND scope_code = 'with_internal'
  AND organisation_level IN ('board', 'region') AND organisation_code = $board

SELECT
  cost.month, cost.period_kind, cost.organisation_basis, cost.organisation_level, cost.organisation_code,
  cost.cost_type_code, cost.scope_code, cost.cost_type_name, kind.cost_type_name_en,
  cost.actual_sek, cost.budget_sek, cost.deviation_sek, cost.prior_year_sek, cost.growth_pct, cost.real_growth_pct,
  total.organisation_name, total.is_reorganised, total.is_prior_year_reorganised,
  cost.is_complete, cost.missing_month_count, cost.budget_missing_count, cost.is_simulated
FROM mart.cost_development AS cost
LEFT JOIN mart.cost_type AS kind ON kind.cost_type_code = cost.cost_type_code
LEFT JOIN mart.cost_summary AS total
  ON total.month = cost.month AND total.period_kind = cost.period_kind
  AND total.organisation_basis = cost.organisation_basis AND total.organisation_level = cost.organisation_level
  AND total.organisation_code = cost.organisation_code AND total.scope_code = cost.scope_code
  AND total.is_simulated = cost.is_simulated
WHERE cost.month = $month AND cost.period_kind = 'ytd' AND cost.organisation_basis = 'as_was'
  AND cost.scope_code = 'with_internal' AND cost.organisation_level IN ('board', 'region')
  AND cost.organisation_code = $board
ORDER BY kind.sort_order NULLS LAST, cost.cost_type_code

SELECT
  cost.month, cost.period_kind, cost.organisation_basis, cost.organisation_level, cost.organisation_code,
  cost.cost_type_code, cost.scope_code, cost.cost_type_name, kind.cost_type_name_en,
  cost.actual_sek, cost.budget_sek, cost.deviation_sek, cost.prior_year_sek, cost.growth_pct, cost.real_growth_pct,
  cost.is_complete, cost.missing_month_count, cost.budget_missing_count, cost.is_simulated
FROM mart.cost_development AS cost
LEFT JOIN core.cost_type AS kind ON kind.cost_type_code = cost.cost_type_code
WHERE cost.month = $month AND cost.period_kind = 'ytd' AND cost.organisation_basis = 'as_was'
  AND cost.scope_code = 'with_internal' AND cost.organisation_level IN ('board', 'region')
  AND cost.organisation_code = $board
ORDER BY kind.sort_order NULLS LAST, cost.cost_type_code

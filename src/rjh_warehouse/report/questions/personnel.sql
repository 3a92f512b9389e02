SELECT
  month, period_kind, organisation_basis, organisation_level, organisation_code, scope_code, organisation_name,
  own_personnel_sek, own_personnel_growth_pct, own_personnel_constant_po_growth_pct, hired_staff_sek,
  hired_staff_of_personnel_total_pct, is_reorganised, is_prior_year_reorganised,
  is_complete, missing_month_count, is_simulated
FROM mart.cost_summary
WHERE month = $month AND period_kind = 'ytd' AND organisation_basis = 'as_was' AND scope_code = 'with_internal'
  AND organisation_level IN ('board', 'region') AND ($board = $region OR organisation_code = $board)
ORDER BY organisation_level, organisation_code

SELECT
  month, period_kind, organisation_basis, organisation_level, organisation_code, scope_code,
  hired_staff_sek, own_personnel_sek, hired_staff_of_personnel_total_pct, is_complete, missing_month_count,
  is_simulated
FROM mart.cost_summary
WHERE month <= $month AND month >= $month - INTERVAL 12 MONTH AND period_kind = 'month'
  AND organisation_basis = 'as_was' AND scope_code = 'with_internal' AND organisation_level IN ('board', 'region')
  AND organisation_code = $board
ORDER BY month

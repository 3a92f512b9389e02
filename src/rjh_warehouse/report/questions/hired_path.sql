SELECT
  cost.month, cost.period_kind, cost.organisation_basis, cost.organisation_level, cost.organisation_code,
  cost.scope_code, cost.hired_staff_sek, cost.own_personnel_sek, cost.hired_staff_of_personnel_total_pct,
  COALESCE(today.net_cost_sek <> cost.net_cost_sek, FALSE) AS is_reorganised,
  cost.is_complete, cost.missing_month_count, cost.is_simulated
FROM mart.cost_summary AS cost
LEFT JOIN mart.cost_summary AS today
  ON today.month = cost.month AND today.period_kind = cost.period_kind AND today.organisation_basis = 'restated'
  AND today.organisation_level = cost.organisation_level AND today.organisation_code = cost.organisation_code
  AND today.scope_code = cost.scope_code AND today.is_simulated = cost.is_simulated
WHERE cost.month <= $month AND cost.month >= $month - INTERVAL 12 MONTH AND cost.period_kind = 'month'
  AND cost.organisation_basis = 'as_was' AND cost.scope_code = 'with_internal'
  AND cost.organisation_level IN ('board', 'region') AND cost.organisation_code = $board
ORDER BY cost.month

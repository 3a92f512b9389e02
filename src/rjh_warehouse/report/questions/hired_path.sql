WITH own AS (
  SELECT
    month, period_kind, organisation_basis, organisation_level, organisation_code, scope_code, hired_staff_sek,
    own_personnel_sek, hired_staff_of_personnel_total_pct, is_reorganised, is_complete, missing_month_count, is_simulated
  FROM mart.cost_summary
  WHERE month <= $month AND month >= $month - INTERVAL 12 MONTH AND period_kind = 'month'
    AND organisation_basis = 'as_was' AND scope_code = 'with_internal'
    AND organisation_level IN ('board', 'region') AND organisation_code = $board
), span AS (
  SELECT CAST(UNNEST(GENERATE_SERIES(MIN(month), MAX(month), INTERVAL 1 MONTH)) AS DATE) AS month
  FROM own
)
SELECT
  span.month, own.period_kind, own.organisation_basis, own.organisation_level, own.organisation_code, own.scope_code,
  own.hired_staff_sek, own.own_personnel_sek, own.hired_staff_of_personnel_total_pct, own.is_reorganised,
  own.is_complete, own.missing_month_count, own.is_simulated
FROM span
LEFT JOIN own ON own.month = span.month
ORDER BY span.month

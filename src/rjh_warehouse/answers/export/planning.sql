WITH figure AS (
  SELECT
    organisation_code AS unit_code, month, period_kind, is_simulated,
    net_cost_sek, net_cost_budget_sek, net_cost_deviation_sek, gross_cost_sek, revenue_sek, own_personnel_sek, hired_staff_sek
  FROM mart.cost_summary
  WHERE organisation_basis = 'as_was' AND scope_code = 'with_internal' AND period_kind IN ('month', 'ytd')
    AND ($month IS NULL OR month = $month)
), indicator AS (
  SELECT
    organisation_code AS unit_code, indicator_code, period_code, value, target_value, is_simulated,
    CAST(SUBSTR(period_code, 1, 4) AS INTEGER) AS period_year,
    CASE
      WHEN SUBSTR(period_code, 6, 1) = 'T' THEN 4 * CAST(SUBSTR(period_code, 7, 1) AS INTEGER)
      WHEN LENGTH(period_code) = 7 THEN CAST(SUBSTR(period_code, 6, 2) AS INTEGER)
      ELSE 12
    END AS period_month
  FROM mart.target_achievement
  WHERE gender_code = 'T' AND period_code IS NOT NULL
)
SELECT unit_code, LAST_DAY(month) AS day, 'NET_COST' AS measure_code, period_kind, net_cost_sek AS value, is_simulated FROM figure
UNION ALL
SELECT unit_code, LAST_DAY(month), 'NET_COST_BUDGET', period_kind, net_cost_budget_sek, is_simulated FROM figure
UNION ALL
SELECT unit_code, LAST_DAY(month), 'NET_COST_DEVIATION', period_kind, net_cost_deviation_sek, is_simulated FROM figure
UNION ALL
SELECT unit_code, LAST_DAY(month), 'GROSS_COST', period_kind, gross_cost_sek, is_simulated FROM figure
UNION ALL
SELECT unit_code, LAST_DAY(month), 'REVENUE', period_kind, revenue_sek, is_simulated FROM figure
UNION ALL
SELECT unit_code, LAST_DAY(month), 'OWN_PERSONNEL', period_kind, own_personnel_sek, is_simulated FROM figure
UNION ALL
SELECT unit_code, LAST_DAY(month), 'HIRED_STAFF', period_kind, hired_staff_sek, is_simulated FROM figure
UNION ALL
SELECT
  unit_code, LAST_DAY(MAKE_DATE(period_year, period_month, 1)), indicator_code, 'outcome', value, is_simulated
FROM indicator
WHERE $month IS NULL OR LAST_DAY(MAKE_DATE(period_year, period_month, 1)) = LAST_DAY($month)
UNION ALL
SELECT
  unit_code, LAST_DAY(MAKE_DATE(period_year, period_month, 1)), indicator_code, 'target', target_value, is_simulated
FROM indicator
WHERE $month IS NULL OR LAST_DAY(MAKE_DATE(period_year, period_month, 1)) = LAST_DAY($month)

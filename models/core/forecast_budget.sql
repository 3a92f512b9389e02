MODEL (
  name core.forecast_budget,
  kind EMBEDDED,
  grain (as_of_month, unit_code, cost_type_code, is_simulated),
  description 'One row per as-of month, unit and cost type that the year''s budget in force has, as known when the month''s report was written',
  column_descriptions (
    budget_year_sek = 'own: Year''s budget in force as known then',
    budget_rest_sek = 'own: Of it, the months after the as-of month'
  )
);

WITH budget_version AS (
  SELECT
    as_of.as_of_month,
    budget.board_code,
    budget.fiscal_year,
    budget.unit_code,
    MAX(budget.version_rank) AS version_rank
  FROM core.forecast_as_of AS as_of
  JOIN core.budget_month AS budget
    ON budget.fiscal_year = as_of.fiscal_year
    AND budget.is_decided
    AND budget.known_from <= as_of.reported_on
    AND (
      budget.known_to IS NULL OR budget.known_to > as_of.reported_on
    )
  GROUP BY
    as_of.as_of_month,
    budget.board_code,
    budget.fiscal_year,
    budget.unit_code
)
SELECT
  as_of.as_of_month,
  budget.unit_code,
  budget.cost_type_code,
  budget.is_simulated,
  SUM(budget.amount_sek) AS budget_year_sek,
  SUM(CASE WHEN budget.month > as_of.as_of_month THEN budget.amount_sek ELSE 0 END) AS budget_rest_sek
FROM core.forecast_as_of AS as_of
JOIN budget_version
  ON budget_version.as_of_month = as_of.as_of_month
JOIN core.budget_month AS budget
  ON budget.board_code = budget_version.board_code
  AND budget.fiscal_year = budget_version.fiscal_year
  AND budget.unit_code = budget_version.unit_code
  AND budget.version_rank = budget_version.version_rank
  AND budget.is_decided
  AND budget.known_from <= as_of.reported_on
  AND (
    budget.known_to IS NULL OR budget.known_to > as_of.reported_on
  )
GROUP BY
  as_of.as_of_month,
  budget.unit_code,
  budget.cost_type_code,
  budget.is_simulated

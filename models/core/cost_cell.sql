MODEL (
  name core.cost_cell,
  grain (month, unit_code, cost_type_code, is_simulated),
  description 'One row per month, unit and cost type as now known: booked, budgeted, of which items affecting comparability, of which on-cost',
  column_descriptions (
    board_code = 'own: Board whose file the amounts came in',
    unclassified_sek = 'own: Without a cost type in kronor, booked and budgeted, each account without sign: what a sum of the cell could lack',
    on_cost_change_sek = 'What the on-cost would change by at the newest years rate; 0 where there is none, empty where a rate is missing'
  )
);

WITH fact AS (
  SELECT
    month,
    unit_code,
    board_code,
    cost_type_code,
    is_simulated,
    actual_sek,
    unclassified_sek,
    year_end_sek,
    on_cost_sek,
    on_cost_change_sek,
    NULL::DECIMAL(18, 2) AS budget_sek,
    budget_missing_count,
    NULL::DECIMAL(18, 2) AS item_sek
  FROM core.cost_booked
  UNION ALL BY NAME
  SELECT
    month,
    unit_code,
    board_code,
    cost_type_code,
    is_simulated,
    NULL::DECIMAL(18, 2) AS actual_sek,
    CASE WHEN cost_type_code = @unclassified_code THEN ABS(amount_sek) ELSE 0 END AS unclassified_sek,
    NULL::DECIMAL(18, 2) AS year_end_sek,
    NULL::DECIMAL(18, 2) AS on_cost_sek,
    NULL::DECIMAL(18, 2) AS on_cost_change_sek,
    amount_sek AS budget_sek,
    missing_count AS budget_missing_count,
    NULL::DECIMAL(18, 2) AS item_sek
  FROM core.budget_month
  WHERE
    is_in_force
  UNION ALL BY NAME
  SELECT
    month,
    unit_code,
    NULL::TEXT AS board_code,
    cost_type_code,
    is_simulated,
    NULL::DECIMAL(18, 2) AS actual_sek,
    0 AS unclassified_sek,
    NULL::DECIMAL(18, 2) AS year_end_sek,
    NULL::DECIMAL(18, 2) AS on_cost_sek,
    NULL::DECIMAL(18, 2) AS on_cost_change_sek,
    NULL::DECIMAL(18, 2) AS budget_sek,
    0 AS budget_missing_count,
    amount_sek AS item_sek
  FROM core.comparability_item
)
SELECT
  fact.month::DATE AS month,
  fact.unit_code::TEXT AS unit_code,
  MAX(fact.board_code)::TEXT AS board_code,
  fact.cost_type_code::TEXT AS cost_type_code,
  SUM(fact.actual_sek)::DECIMAL(18, 2) AS actual_sek,
  SUM(fact.budget_sek)::DECIMAL(18, 2) AS budget_sek,
  SUM(fact.budget_missing_count)::INT AS budget_missing_count,
  SUM(fact.unclassified_sek)::DECIMAL(18, 2) AS unclassified_sek,
  SUM(fact.item_sek)::DECIMAL(18, 2) AS item_sek,
  SUM(fact.year_end_sek)::DECIMAL(18, 2) AS year_end_sek,
  SUM(fact.on_cost_sek)::DECIMAL(18, 2) AS on_cost_sek,
  CASE WHEN COALESCE(SUM(fact.on_cost_sek), 0) = 0 THEN 0 ELSE SUM(fact.on_cost_change_sek) END::DECIMAL(18, 2) AS on_cost_change_sek,
  fact.is_simulated::BOOLEAN AS is_simulated
FROM fact
GROUP BY
  fact.month,
  fact.unit_code,
  fact.cost_type_code,
  fact.is_simulated

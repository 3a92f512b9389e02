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

WITH newest_rate AS (
  SELECT
    rate.rate_percent
  FROM core.po_rate AS rate
  JOIN (
    SELECT
      MAX(fiscal_year) AS fiscal_year
    FROM core.ledger_month
  ) AS newest
    ON newest.fiscal_year = rate.fiscal_year
), booked AS (
  SELECT
    cost.month,
    cost.unit_code,
    cost.board_code,
    cost.cost_type_code,
    cost.is_simulated,
    SUM(cost.amount_sek) AS actual_sek,
    SUM(CASE WHEN cost.cost_type_code = 'UNCLASSIFIED' THEN ABS(cost.amount_sek) ELSE 0 END) AS unclassified_sek,
    SUM(CASE WHEN account.is_on_cost THEN cost.amount_sek END) AS on_cost_sek
  FROM core.cost_month AS cost
  LEFT JOIN core.account AS account
    ON account.account_code = cost.account_code
  WHERE
    cost.is_current
  GROUP BY
    cost.month,
    cost.unit_code,
    cost.board_code,
    cost.cost_type_code,
    cost.is_simulated
), budgeted AS (
  SELECT DISTINCT
    board_code,
    fiscal_year,
    is_simulated
  FROM core.budget_month
  WHERE
    is_in_force
), budgeted_unit AS (
  SELECT DISTINCT
    unit_code,
    fiscal_year,
    is_simulated
  FROM core.budget_month
  WHERE
    is_in_force
), fact AS (
  SELECT
    booked.month,
    booked.unit_code,
    booked.board_code,
    booked.cost_type_code,
    booked.is_simulated,
    booked.actual_sek,
    booked.unclassified_sek,
    booked.on_cost_sek,
    @proportion(
      COALESCE(booked.on_cost_sek, 0),
      newest_rate.rate_percent - year_rate.rate_percent,
      year_rate.rate_percent,
      2
    )::DECIMAL(18, 2) AS on_cost_change_sek,
    NULL::DECIMAL(18, 2) AS budget_sek,
    CASE WHEN NOT budgeted.board_code IS NULL AND budgeted_unit.unit_code IS NULL THEN 1 ELSE 0 END AS budget_missing_count,
    NULL::DECIMAL(18, 2) AS item_sek
  FROM booked
  LEFT JOIN core.po_rate AS year_rate
    ON year_rate.fiscal_year = EXTRACT(YEAR FROM booked.month)
  LEFT JOIN newest_rate
    ON TRUE
  LEFT JOIN budgeted
    ON budgeted.board_code = booked.board_code
    AND budgeted.fiscal_year = EXTRACT(YEAR FROM booked.month)
    AND budgeted.is_simulated = booked.is_simulated
  LEFT JOIN budgeted_unit
    ON budgeted_unit.unit_code = booked.unit_code
    AND budgeted_unit.fiscal_year = EXTRACT(YEAR FROM booked.month)
    AND budgeted_unit.is_simulated = booked.is_simulated
  UNION ALL
  SELECT
    month,
    unit_code,
    board_code,
    cost_type_code,
    is_simulated,
    NULL,
    CASE WHEN cost_type_code = 'UNCLASSIFIED' THEN ABS(amount_sek) ELSE 0 END,
    NULL,
    NULL,
    amount_sek,
    missing_count,
    NULL
  FROM core.budget_month
  WHERE
    is_in_force
  UNION ALL
  SELECT
    month,
    unit_code,
    NULL,
    cost_type_code,
    is_simulated,
    NULL,
    0,
    NULL,
    NULL,
    NULL,
    0,
    amount_sek
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
  SUM(fact.on_cost_sek)::DECIMAL(18, 2) AS on_cost_sek,
  CASE WHEN COALESCE(SUM(fact.on_cost_sek), 0) = 0 THEN 0 ELSE SUM(fact.on_cost_change_sek) END::DECIMAL(18, 2) AS on_cost_change_sek,
  fact.is_simulated::BOOLEAN AS is_simulated
FROM fact
GROUP BY
  fact.month,
  fact.unit_code,
  fact.cost_type_code,
  fact.is_simulated

MODEL (
  name core.cost_booked,
  kind EMBEDDED,
  grain (month, unit_code, board_code, cost_type_code, is_simulated),
  description 'One row per month, unit and cost type that is booked, with its on-cost, and whether the board''s budget leaves the unit out',
  column_descriptions (
    board_code = 'own: Board whose file the amounts came in',
    actual_sek = 'own: Booked in kronor, revenue + and cost −',
    unclassified_sek = 'own: Of it, without a cost type in kronor, each account without sign',
    year_end_sek = 'own: Of it, postings of the year''s closing',
    on_cost_change_sek = 'own: What the on-cost would change by at the newest year''s rate',
    budget_missing_count = 'own: 1 where the board has a budget and it leaves the unit out'
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
    SUM(CASE WHEN cost.cost_type_code = @unclassified_code THEN ABS(cost.amount_sek) ELSE 0 END) AS unclassified_sek,
    SUM(CASE WHEN cost.is_year_end THEN cost.amount_sek ELSE 0 END) AS year_end_sek,
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
)
SELECT
  booked.month,
  booked.unit_code,
  booked.board_code,
  booked.cost_type_code,
  booked.is_simulated,
  booked.actual_sek,
  booked.unclassified_sek,
  booked.year_end_sek,
  booked.on_cost_sek,
  @proportion(
    COALESCE(booked.on_cost_sek, 0),
    newest_rate.rate_percent - year_rate.rate_percent,
    year_rate.rate_percent,
    2
  )::DECIMAL(18, 2) AS on_cost_change_sek,
  CASE WHEN NOT budgeted.board_code IS NULL AND budgeted_unit.unit_code IS NULL THEN 1 ELSE 0 END AS budget_missing_count
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

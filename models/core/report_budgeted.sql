MODEL (
  name core.report_budgeted,
  kind EMBEDDED,
  grain (report_month, month, board_code, cost_type_code, delivery_id, is_simulated),
  description 'One row per months report, month of its year to date, board, cost type and delivery of a budget: what it gave the report when it was written, and what it gives the same report now',
  tags (
    'working'
  )
);

WITH report AS (
  SELECT DISTINCT
    month AS report_month,
    fiscal_year,
    reported_on
  FROM core.ledger_month
), known AS (
  SELECT
    report.report_month,
    report.reported_on,
    budget.month,
    budget.board_code,
    budget.unit_code,
    budget.cost_type_code,
    budget.delivery_id,
    budget.version_rank,
    budget.known_from,
    budget.is_in_force,
    budget.is_simulated,
    budget.amount_sek,
    budget.known_from <= report.reported_on
    AND (
      budget.known_to IS NULL OR budget.known_to > report.reported_on
    ) AS is_known_then
  FROM report
  JOIN core.budget_month AS budget
    ON budget.fiscal_year = report.fiscal_year AND budget.is_decided
), ranked AS (
  SELECT
    known.*,
    MAX(CASE WHEN is_known_then THEN version_rank END) OVER (PARTITION BY report_month, board_code, unit_code) AS rank_then
  FROM known
)
SELECT
  report_month::DATE AS report_month,
  reported_on::DATE AS reported_on,
  month::DATE AS month,
  board_code::TEXT AS board_code,
  cost_type_code::TEXT AS cost_type_code,
  delivery_id::TEXT AS delivery_id,
  MIN(known_from)::DATE AS known_from,
  SUM(CASE WHEN is_known_then AND version_rank = rank_then THEN amount_sek END)::DECIMAL(18, 2) AS then_sek,
  SUM(CASE WHEN is_in_force THEN amount_sek END)::DECIMAL(18, 2) AS now_sek,
  is_simulated::BOOLEAN AS is_simulated
FROM ranked
WHERE
  month <= report_month
GROUP BY
  report_month,
  reported_on,
  month,
  board_code,
  cost_type_code,
  delivery_id,
  is_simulated

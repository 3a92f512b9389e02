MODEL (
  name core.budget_price_gap,
  grain (organisation_level, organisation_code, month, is_simulated),
  description 'One row per month and board, or the region: what the price index as known now adds to the budget of the gross cost, beyond the index that was known when the budget was decided',
  column_descriptions (
    organisation_level = 'as region_or_board_level',
    gap_sek = 'own: In kronor, a rise negative; empty where an index, or a board''s gap, is not known'
  ),
  tags (
    'working'
  )
);

WITH in_force AS (
  SELECT DISTINCT
    board_code,
    fiscal_year,
    version_rank
  FROM core.budget_month
  WHERE
    is_in_force
), decided_on AS (
  SELECT
    budget.board_code,
    budget.fiscal_year,
    MIN(budget.known_from) AS known_from
  FROM core.budget_month AS budget
  JOIN in_force
    ON in_force.board_code = budget.board_code
    AND in_force.fiscal_year = budget.fiscal_year
    AND in_force.version_rank = budget.version_rank
  WHERE
    budget.is_decided
  GROUP BY
    budget.board_code,
    budget.fiscal_year
), known_forecast AS (
  SELECT
    decided_on.board_code,
    decided_on.fiscal_year,
    MAX(price.forecast_on) AS forecast_on
  FROM decided_on
  JOIN core.price_index AS price
    ON price.index_code = 'LPIK_EXCL_PENSION'
    AND price.fiscal_year = decided_on.fiscal_year
    AND price.known_from <= decided_on.known_from
  GROUP BY
    decided_on.board_code,
    decided_on.fiscal_year
), board_gap AS (
  SELECT
    line.organisation_code,
    line.month,
    line.is_simulated,
    CASE
      WHEN line.is_classified
      THEN @product(COALESCE(line.budget_sek, 0), 0.01 * (
        latest.change_percent - budgeted.change_percent
      ))::DECIMAL(18, 2)
    END AS gap_sek
  FROM core.cost_bridge_line AS line
  JOIN core.cost_month_delivered AS ledger
    ON ledger.board_code = line.organisation_code AND ledger.month = line.month
  LEFT JOIN known_forecast
    ON known_forecast.board_code = ledger.register_code AND known_forecast.fiscal_year = ledger.fiscal_year
  LEFT JOIN core.price_index AS budgeted
    ON budgeted.index_code = 'LPIK_EXCL_PENSION'
    AND budgeted.fiscal_year = known_forecast.fiscal_year
    AND budgeted.forecast_on = known_forecast.forecast_on
  LEFT JOIN core.price_index AS latest
    ON latest.index_code = 'LPIK_EXCL_PENSION'
    AND latest.fiscal_year = ledger.fiscal_year
    AND latest.is_latest
  WHERE
    line.organisation_level = 'board' AND line.has_gross_cost
)
SELECT
  'board'::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  month::DATE AS month,
  gap_sek::DECIMAL(18, 2) AS gap_sek,
  is_simulated::BOOLEAN AS is_simulated
FROM board_gap
UNION ALL
SELECT
  'region'::TEXT AS organisation_level,
  @region_code::TEXT AS organisation_code,
  month::DATE AS month,
  CASE WHEN COUNT(gap_sek) = COUNT(*) THEN SUM(gap_sek) END::DECIMAL(18, 2) AS gap_sek,
  is_simulated::BOOLEAN AS is_simulated
FROM board_gap
GROUP BY
  month,
  is_simulated

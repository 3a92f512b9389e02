MODEL (
  name core.balance_base_month,
  kind EMBEDDED,
  grain (board_code, fiscal_year, month_number, includes_internal_cost, is_simulated),
  description 'One row per board, required year, month that is compared and gross cost basis: the gross cost of the same month the year before',
  column_descriptions (
    fiscal_year = 'own: Year of the required reduction',
    gross_cost_sek = 'own: Gross cost of the month the year before, positive: booked, or the budget in force where the month is not booked yet',
    is_booked = 'True where it is booked'
  )
);

WITH compared AS (
  SELECT
    board_code,
    fiscal_year,
    EXTRACT(MONTH FROM month) AS month_number,
    is_simulated,
    BOOL_OR(is_reported::BOOLEAN) AS is_reported,
    MAX(BOOL_OR(is_reported::BOOLEAN)) OVER (PARTITION BY board_code, fiscal_year, is_simulated) AS is_year_reported
  FROM core.measure_month
  GROUP BY
    board_code,
    fiscal_year,
    EXTRACT(MONTH FROM month),
    is_simulated
), scope AS (
  SELECT
    TRUE AS includes_internal_cost
  UNION ALL
  SELECT
    FALSE
), cost AS (
  SELECT
    compared.board_code,
    compared.fiscal_year,
    compared.month_number,
    compared.is_simulated,
    scope.includes_internal_cost,
    -SUM(CASE WHEN ledger.is_delivered THEN cell.actual_sek ELSE cell.budget_sek END) AS gross_cost_sek,
    BOOL_OR(ledger.is_delivered::BOOLEAN) AS is_booked
  FROM compared
  CROSS JOIN scope
  JOIN core.cost_cell AS cell
    ON cell.board_code = compared.board_code
    AND cell.is_simulated = compared.is_simulated
    AND EXTRACT(YEAR FROM cell.month) = compared.fiscal_year - 1
    AND EXTRACT(MONTH FROM cell.month) = compared.month_number
  JOIN seed.cost_type AS cost_type
    ON cost_type.cost_type_code = cell.cost_type_code
    AND cost_type.is_cost
    AND (
      scope.includes_internal_cost OR NOT cost_type.is_internal
    )
  LEFT JOIN core.ledger_month AS ledger
    ON ledger.board_code = cell.board_code
    AND ledger.month = cell.month
    AND ledger.is_simulated = cell.is_simulated
  WHERE
    compared.is_reported OR NOT compared.is_year_reported
  GROUP BY
    compared.board_code,
    compared.fiscal_year,
    compared.month_number,
    compared.is_simulated,
    scope.includes_internal_cost
)
SELECT
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  month_number::INT AS month_number,
  is_simulated::BOOLEAN AS is_simulated,
  includes_internal_cost::BOOLEAN AS includes_internal_cost,
  gross_cost_sek::DECIMAL(18, 2) AS gross_cost_sek,
  is_booked::BOOLEAN AS is_booked
FROM cost
WHERE
  NOT gross_cost_sek IS NULL

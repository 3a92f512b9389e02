MODEL (
  name core.month_check_cell,
  kind FULL,
  owner controlling,
  grain (check_code, side, cell_number),
  description 'One row per check on the months and amount on either side of it',
  column_descriptions (
    check_code = 'Code of the check, unique',
    check_kind = 'What is compared',
    side = 'stated or computed',
    cell_number = 'Order on its side',
    board_code = 'Board',
    fiscal_year = 'Year',
    detail = 'What the amount is of, where no cell says it',
    amount_sek = 'Amount in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header of the column as delivered',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (check_code, side, cell_number)),
    not_null(columns := (check_code, side, cell_number))
  )
);

WITH budget_cell AS (
  SELECT
    cell.delivery_id, cell.sheet, cell.row_number, cell.column_name, cell.cell, cell.row_kind, cell.column_kind, cell.unit_code, cell.month_number,
    cell.board_code, cell.fiscal_year, cell.version_label, cell.amount_sek, cell.precision_sek, delivery.is_simulated,
    cell.board_code || '/' || CAST(cell.fiscal_year AS TEXT) || '/' || cell.version_label AS budget_code
  FROM staging.budget_month AS cell
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = cell.delivery_id AND delivery.is_current
  WHERE NOT cell.amount_sek IS NULL
), subtotal AS (
  SELECT delivery_id, row_number, COALESCE(LAG(row_number) OVER (PARTITION BY delivery_id ORDER BY row_number), 0) AS after_row
  FROM (SELECT DISTINCT delivery_id, row_number FROM budget_cell WHERE row_kind = 'subtotal') AS stated_row
), sum_cell AS (
  SELECT 'BUDGET-YEAR/' || budget_code || '/' || CAST(row_number AS TEXT) AS check_code, 'months_to_year' AS check_kind, CASE WHEN column_kind = 'total' THEN 'stated' ELSE 'computed' END AS side, *
  FROM budget_cell
  WHERE row_kind = 'data'
  UNION ALL
  SELECT 'BUDGET-TOTAL/' || budget_code || '/' || column_name, 'rows_to_total', CASE WHEN row_kind = 'total' THEN 'stated' ELSE 'computed' END, *
  FROM budget_cell
  WHERE row_kind IN ('data', 'total')
  UNION ALL
  SELECT 'BUDGET-UNIT/' || cell.budget_code || '/' || CAST(subtotal.row_number AS TEXT) || '/' || cell.column_name, 'rows_to_subtotal', CASE WHEN cell.row_kind = 'subtotal' THEN 'stated' ELSE 'computed' END, cell.*
  FROM budget_cell AS cell
  JOIN subtotal
    ON subtotal.delivery_id = cell.delivery_id AND cell.row_number > subtotal.after_row AND cell.row_number <= subtotal.row_number
  WHERE cell.row_kind IN ('data', 'subtotal')
), paired AS (
  SELECT sum_cell.*
  FROM sum_cell
  JOIN (SELECT check_code FROM sum_cell WHERE side = 'stated' GROUP BY check_code) AS has_stated
    ON has_stated.check_code = sum_cell.check_code
), version_total AS (
  SELECT
    budget.board_code, budget.fiscal_year, budget.version_label, budget.version_rank, budget.delivery_id, budget.is_simulated,
    SUM(budget.amount_sek) AS amount_sek, MIN(budget.precision_sek) AS precision_sek
  FROM core.budget_month AS budget
  WHERE budget.is_current AND budget.is_decided
  GROUP BY budget.board_code, budget.fiscal_year, budget.version_label, budget.version_rank, budget.delivery_id, budget.is_simulated
), version_pair AS (
  SELECT
    'BUDGET-REVISION/' || later.board_code || '/' || CAST(later.fiscal_year AS TEXT) || '/' || later.version_label AS check_code,
    earlier.version_label AS earlier_label, earlier.delivery_id AS earlier_delivery_id, earlier.amount_sek AS earlier_sek, later.*
  FROM version_total AS later
  JOIN version_total AS earlier
    ON earlier.board_code = later.board_code AND earlier.fiscal_year = later.fiscal_year AND earlier.version_rank = later.version_rank - 1
), adopted_again AS (
  SELECT
    'BUDGET-ADOPTED/' || now.board_code || '/' || CAST(now.fiscal_year AS TEXT) || '/' || now.version_label AS check_code,
    now.board_code, now.fiscal_year, now.delivery_id, now.is_simulated, now.amount_sek, now.precision_sek,
    before.delivery_id AS earlier_delivery_id, before.amount_sek AS earlier_sek
  FROM version_total AS now
  JOIN (
    SELECT budget.board_code, budget.fiscal_year, budget.version_label, budget.delivery_id, budget.known_to, SUM(budget.amount_sek) AS amount_sek
    FROM core.budget_month AS budget
    WHERE NOT budget.is_current AND budget.is_decided
    GROUP BY budget.board_code, budget.fiscal_year, budget.version_label, budget.delivery_id, budget.known_to
  ) AS before
    ON before.board_code = now.board_code AND before.fiscal_year = now.fiscal_year AND before.version_label = now.version_label
), internal_trade AS (
  SELECT
    entry.month, entry.is_simulated,
    CASE WHEN entry.amount_sek > 0 THEN 'stated' ELSE 'computed' END AS side,
    CASE WHEN entry.amount_sek > 0 THEN entry.unit_code ELSE entry.counterparty_code END AS seller_code,
    CASE WHEN entry.amount_sek > 0 THEN entry.counterparty_code ELSE entry.unit_code END AS buyer_code,
    SUM(ABS(entry.amount_sek)) AS amount_sek
  FROM core.ledger_entry AS entry
  WHERE entry.is_current AND entry.cost_type_code IN ('INT_REV', 'INT_COST') AND NOT entry.counterparty_code IS NULL AND entry.amount_sek <> 0
  GROUP BY
    entry.month, entry.is_simulated,
    CASE WHEN entry.amount_sek > 0 THEN 'stated' ELSE 'computed' END,
    CASE WHEN entry.amount_sek > 0 THEN entry.unit_code ELSE entry.counterparty_code END,
    CASE WHEN entry.amount_sek > 0 THEN entry.counterparty_code ELSE entry.unit_code END
), transfer_end AS (
  SELECT 'TRANSFER-MONTH/' || case_number AS check_code, *
  FROM core.transfer
), every_cell AS (
  SELECT check_code, check_kind, side, board_code, fiscal_year, NULL AS detail, amount_sek, precision_sek, delivery_id, sheet, row_number, column_name, is_simulated
  FROM paired
  UNION ALL
  SELECT check_code, 'budget_versions', 'stated', board_code, fiscal_year, version_label, amount_sek, precision_sek, delivery_id, NULL, NULL, NULL, is_simulated
  FROM version_pair
  UNION ALL
  SELECT check_code, 'budget_versions', 'computed', board_code, fiscal_year, earlier_label, earlier_sek, precision_sek, earlier_delivery_id, NULL, NULL, NULL, is_simulated
  FROM version_pair
  UNION ALL
  SELECT check_code, 'adopted_changed', 'stated', board_code, fiscal_year, NULL, amount_sek, precision_sek, delivery_id, NULL, NULL, NULL, is_simulated
  FROM adopted_again
  UNION ALL
  SELECT check_code, 'adopted_changed', 'computed', board_code, fiscal_year, NULL, earlier_sek, precision_sek, earlier_delivery_id, NULL, NULL, NULL, is_simulated
  FROM adopted_again
  UNION ALL
  SELECT 'INTERNAL/' || CAST(month AS TEXT) || '/' || seller_code || '/' || buyer_code, 'internal_trade', side, 'RJH', EXTRACT(YEAR FROM month), seller_code || ' → ' || buyer_code, amount_sek, 0.01, NULL, NULL, NULL, NULL, is_simulated
  FROM internal_trade
  UNION ALL
  SELECT check_code, 'transfers_to_zero', CASE WHEN side_code = 'giving' THEN 'stated' ELSE 'computed' END, 'RJH', fiscal_year, board_code, CASE WHEN side_code = 'giving' THEN amount_sek ELSE -amount_sek END, 0, delivery_id, NULL, row_number, 'Belopp', is_simulated
  FROM transfer_end
)
SELECT
  every_cell.check_code::TEXT AS check_code,
  every_cell.check_kind::TEXT AS check_kind,
  every_cell.side::TEXT AS side,
  ROW_NUMBER() OVER (PARTITION BY every_cell.check_code, every_cell.side ORDER BY every_cell.delivery_id, every_cell.row_number, every_cell.column_name, every_cell.detail)::INTEGER AS cell_number,
  every_cell.board_code::TEXT AS board_code,
  every_cell.fiscal_year::INTEGER AS fiscal_year,
  every_cell.detail::TEXT AS detail,
  every_cell.amount_sek::DECIMAL(18, 2) AS amount_sek,
  every_cell.precision_sek::DECIMAL(18, 2) AS precision_sek,
  every_cell.delivery_id::TEXT AS delivery_id,
  every_cell.sheet::TEXT AS sheet,
  every_cell.row_number::INTEGER AS row_number,
  every_cell.column_name::TEXT AS column_name,
  every_cell.is_simulated::BOOLEAN AS is_simulated
FROM every_cell

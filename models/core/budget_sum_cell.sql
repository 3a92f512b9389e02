MODEL (
  name core.budget_sum_cell,
  kind EMBEDDED,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check of a sum that a detail budget prints, over the year, a unit or all of it × side × cell',
  column_descriptions (
    place = 'own: Board, year, version and row, in Swedish',
    precision_sek = 'own: Stated precision in kronor',
    unit_code = 'as money_unit',
    row_label = 'own: Unit and cost type',
    check_kind = 'own: months_to_year, rows_to_total or rows_to_subtotal'
  )
);

WITH current_cell AS (
  SELECT
    *
  FROM core.budget_line
  WHERE
    is_current AND is_newest
), subtotal AS (
  SELECT
    delivery_id,
    row_number,
    row_label,
    COALESCE(LAG(row_number) OVER (PARTITION BY delivery_id ORDER BY row_number), 0) AS after_row
  FROM (
    SELECT DISTINCT
      delivery_id,
      row_number,
      row_label
    FROM current_cell
    WHERE
      row_kind = 'subtotal'
  ) AS printed
), sum_cell AS (
  SELECT
    'BUDGET-YEAR/' || budget_code || '/' || row_number::TEXT AS check_code,
    'months_to_year' AS check_kind,
    'BUDGET-YEAR/' || budget_code || '/' || row_number::TEXT AS check_group,
    CASE WHEN column_kind = 'total' THEN 'stated' ELSE 'computed' END AS side,
    row_label AS place,
    *
  FROM current_cell
  UNION ALL
  SELECT
    'BUDGET-TOTAL/' || budget_code || '/' || column_name,
    'rows_to_total',
    'BUDGET-TOTAL/' || budget_code,
    CASE WHEN row_kind = 'total' THEN 'stated' ELSE 'computed' END,
    column_name,
    *
  FROM current_cell
  WHERE
    row_kind IN ('data', 'total')
  UNION ALL
  SELECT
    'BUDGET-UNIT/' || cell.budget_code || '/' || subtotal.row_number::TEXT || '/' || cell.column_name,
    'rows_to_subtotal',
    'BUDGET-UNIT/' || cell.budget_code || '/' || subtotal.row_number::TEXT,
    CASE WHEN cell.row_kind = 'subtotal' THEN 'stated' ELSE 'computed' END,
    subtotal.row_label || ', ' || cell.column_name,
    cell.*
  FROM current_cell AS cell
  JOIN subtotal
    ON subtotal.delivery_id = cell.delivery_id
    AND cell.row_number > subtotal.after_row
    AND cell.row_number <= subtotal.row_number
  WHERE
    cell.row_kind IN ('data', 'subtotal')
), has_stated AS (
  SELECT DISTINCT
    check_code
  FROM sum_cell
  WHERE
    side = 'stated'
)
SELECT
  sum_cell.check_code AS check_code,
  check_kind,
  check_group,
  side,
  board_code,
  fiscal_year,
  budget_name || ', ' || place AS place,
  budget_name_en || ', ' || place AS place_en,
  amount_sek,
  precision_sek,
  unit_code,
  is_simulated,
  delivery_id,
  sheet,
  row_number,
  column_name,
  cell,
  row_label
FROM sum_cell
JOIN has_stated
  ON has_stated.check_code = sum_cell.check_code

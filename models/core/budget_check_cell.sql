MODEL (
  name core.budget_check_cell,
  grain (check_code, side, delivery_id, cell),
  description 'One row per check on the periodised budgets × side × cell that it compares: months to year, rows to printed sums, version to version',
  column_descriptions (
    check_group = 'own: Checks whose differences are explained together: a printed sum over all its months',
    place = 'own: Board, year, version and row, in Swedish',
    precision_sek = 'own: Stated precision in kronor; 0 where two versions state the same cells and nothing is rounded between them',
    unit_code = 'as money_unit'
  ),
  tags (
    'working'
  ),
  audits (
    not_null(columns := (check_kind, amount_sek, precision_sek))
  )
);

WITH budget_cell AS (
  SELECT
    cell.delivery_id,
    cell.sheet,
    cell.row_number,
    cell.column_name,
    cell.cell,
    cell.row_kind,
    cell.column_kind,
    cell.board_code,
    cell.fiscal_year,
    cell.version_label,
    cell.amount_sek,
    cell.precision_sek,
    cell.amount_unit_code AS unit_code,
    delivery.is_simulated,
    delivery.is_current,
    delivery.version_number,
    named.version_rank,
    COALESCE(named.is_decided, FALSE) AND COALESCE(delivery.status, 'draft') <> 'draft' AS is_decided,
    cell.board_code || '/' || cell.fiscal_year::TEXT || '/' || cell.version_label AS budget_code,
    cell.board_code || ' ' || cell.fiscal_year::TEXT || ' ' || COALESCE(named.version_name, cell.version_label) AS budget_name,
    cell.board_code || ' ' || cell.fiscal_year::TEXT || ' ' || COALESCE(named.version_name_en, cell.version_label) AS budget_name_en,
    TRIM(COALESCE(cell.unit_code, '') || ' ' || COALESCE(cell.cost_type_label, '')) AS row_label,
    COALESCE(cell.unit_code, '') AS part_key,
    COALESCE(part.is_current, FALSE) AS is_part_current,
    delivery.version_number = MAX(delivery.version_number) OVER (PARTITION BY delivery.subject) AS is_newest
  FROM staging.budget_month AS cell
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = cell.delivery_id AND NOT delivery.version_number IS NULL
  LEFT JOIN core.delivery_part AS part
    ON part.delivery_id = cell.delivery_id
    AND part.part_key = COALESCE(cell.unit_code, '')
    AND cell.row_kind = 'data'
  LEFT JOIN seed.month_budget_version AS named
    ON named.version_label = cell.version_label
  WHERE
    NOT cell.amount_sek IS NULL
), current_cell AS (
  SELECT
    *
  FROM budget_cell
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
), printed_sum AS (
  SELECT
    sum_cell.*
  FROM sum_cell
  JOIN (
    SELECT
      check_code
    FROM sum_cell
    WHERE
      side = 'stated'
    GROUP BY
      check_code
  ) AS has_stated
    ON has_stated.check_code = sum_cell.check_code
), version_unit AS (
  SELECT DISTINCT
    budget_code,
    board_code,
    fiscal_year,
    version_rank,
    version_number,
    is_part_current,
    delivery_id,
    part_key,
    budget_name,
    budget_name_en
  FROM budget_cell
  WHERE
    is_decided AND row_kind = 'data' AND column_kind = 'data'
), version_pair AS (
  SELECT
    'BUDGET-REVISION/' || budget_code AS check_code,
    'budget_versions' AS check_kind,
    part_key,
    delivery_id AS later_delivery_id,
    LAG(delivery_id) OVER (PARTITION BY board_code, fiscal_year, part_key ORDER BY version_rank) AS earlier_delivery_id,
    budget_name AS place,
    budget_name_en AS place_en
  FROM version_unit
  WHERE
    is_part_current
  UNION ALL
  SELECT
    'BUDGET-ADOPTED/' || budget_code || '/' || version_number::TEXT,
    'adopted_changed',
    part_key,
    delivery_id,
    LAG(delivery_id) OVER (PARTITION BY budget_code, part_key ORDER BY version_number),
    budget_name,
    budget_name_en
  FROM version_unit
), compared_check AS (
  SELECT
    check_code
  FROM version_pair
  GROUP BY
    check_code
  HAVING
    COUNT(earlier_delivery_id) > 0
), version_cell AS (
  SELECT
    pair.check_code,
    pair.check_kind,
    'stated' AS side,
    pair.place,
    pair.place_en,
    cell.*
  FROM version_pair AS pair
  JOIN compared_check
    ON compared_check.check_code = pair.check_code
  JOIN budget_cell AS cell
    ON cell.delivery_id = pair.later_delivery_id AND cell.part_key = pair.part_key
  WHERE
    cell.row_kind = 'data' AND cell.column_kind = 'data'
  UNION ALL
  SELECT
    pair.check_code,
    pair.check_kind,
    'computed',
    pair.place,
    pair.place_en,
    cell.*
  FROM version_pair AS pair
  JOIN budget_cell AS cell
    ON cell.delivery_id = pair.earlier_delivery_id AND cell.part_key = pair.part_key
  WHERE
    cell.row_kind = 'data' AND cell.column_kind = 'data'
), every_cell AS (
  SELECT
    check_code,
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
  FROM printed_sum
  UNION ALL
  SELECT
    check_code,
    check_kind,
    check_code,
    side,
    board_code,
    fiscal_year,
    place,
    place_en,
    amount_sek,
    0,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell,
    row_label
  FROM version_cell
)
SELECT
  check_code::TEXT AS check_code,
  check_kind::TEXT AS check_kind,
  check_group::TEXT AS check_group,
  side::TEXT AS side,
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  place::TEXT AS place,
  place_en::TEXT AS place_en,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  precision_sek::DECIMAL(18, 2) AS precision_sek,
  unit_code::TEXT AS unit_code,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  cell::TEXT AS cell,
  row_label::TEXT AS row_label
FROM every_cell

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
  tags ('working', 'delivered rows differ: a cell stands once for each sum that it is part of'),
  audits (
    not_null(columns := (check_kind, amount_sek, precision_sek))
  )
);

WITH every_cell AS (
  SELECT
    *
  FROM core.budget_sum_cell
  UNION ALL BY NAME
  SELECT
    *
  FROM core.budget_version_cell
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

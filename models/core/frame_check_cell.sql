MODEL (
  name core.frame_check_cell,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check on the boards frames by year and version × side × cell: detail budget to frame, areas to board, transfers, last years frame to this years',
  column_descriptions (
    board_code = 'own: Board; RJH where the check is over the region',
    place = 'own: Board, year, version and area, in Swedish',
    unit_code = 'as money_unit',
    case_number = 'own: Case of the transfer that the row decides; empty for a frame or a budget'
  ),
  tags ('working', 'delivered rows differ: a cell stands once for each check that it is part of'),
  audits (
    not_null(columns := (check_kind, amount_sek, precision_sek))
  )
);

WITH every_cell AS (
  SELECT
    *
  FROM core.frame_detail_cell
  UNION ALL BY NAME
  SELECT
    *
  FROM core.frame_sum_cell
  UNION ALL BY NAME
  SELECT
    *
  FROM core.frame_transfer_cell
  UNION ALL BY NAME
  SELECT
    *
  FROM core.frame_roll_cell
)
SELECT
  check_code::TEXT AS check_code,
  check_kind::TEXT AS check_kind,
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
  row_label::TEXT AS row_label,
  case_number::TEXT AS case_number
FROM every_cell

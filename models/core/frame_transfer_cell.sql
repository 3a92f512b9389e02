MODEL (
  name core.frame_transfer_cell,
  kind EMBEDDED,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check of the transfers that the frames state, over the region to zero and by board against the decided transfers × side × cell',
  column_descriptions (
    side = 'own: stated or computed; to zero, the boards that are given and those that give',
    board_code = 'own: Board; RJH where the check is over the region',
    place = 'own: Board, year and version, in Swedish',
    unit_code = 'as money_unit',
    case_number = 'own: Case of the transfer that the row decides; empty for a frame'
  )
);

WITH moved AS (
  SELECT
    *
  FROM core.frame_line
  WHERE
    is_in_force AND transferred_sek <> 0
), version AS (
  SELECT DISTINCT
    board_code,
    fiscal_year,
    year_code,
    year_name,
    year_name_en
  FROM core.frame_line
  WHERE
    is_in_force
), checked AS (
  SELECT
    'FRAME-TRANSFER/' || year_code AS check_code,
    'frame_transfers_to_zero' AS check_kind,
    CASE WHEN transferred_sek > 0 THEN 'stated' ELSE 'computed' END AS side,
    @region_code AS board_code,
    fiscal_year,
    year_name AS place,
    year_name_en AS place_en,
    ABS(transferred_sek) AS amount_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'transferred' AS column_name,
    board_code || ' ' || row_label AS row_label,
    NULL::TEXT AS case_number
  FROM moved
  WHERE
    version_rank <= 1
  UNION ALL BY NAME
  SELECT
    'FRAME-MOVED/' || board_code || '/' || year_code AS check_code,
    'frame_transfer_decided' AS check_kind,
    'stated' AS side,
    board_code,
    fiscal_year,
    board_code || ' ' || year_name AS place,
    board_code || ' ' || year_name_en AS place_en,
    transferred_sek AS amount_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'transferred' AS column_name,
    row_label,
    NULL::TEXT AS case_number
  FROM moved
  UNION ALL BY NAME
  SELECT
    'FRAME-MOVED/' || version.board_code || '/' || version.year_code AS check_code,
    'frame_transfer_decided' AS check_kind,
    'computed' AS side,
    version.board_code,
    version.fiscal_year,
    version.board_code || ' ' || version.year_name AS place,
    version.board_code || ' ' || version.year_name_en AS place_en,
    decided.amount_sek,
    decided.precision_sek,
    decided.unit_code,
    decided.is_simulated,
    decided.delivery_id,
    decided.sheet,
    decided.row_number,
    decided.column_name,
    decided.case_number AS row_label,
    decided.case_number
  FROM version
  JOIN core.frame_transfer_decided AS decided
    ON decided.board_code = version.board_code AND decided.fiscal_year = version.fiscal_year
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
  NULL::TEXT AS cell,
  row_label::TEXT AS row_label,
  case_number::TEXT AS case_number
FROM checked

MODEL (
  name core.frame_detail_cell,
  kind EMBEDDED,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check of a board''s frame, whole or by area, against its detail budget × side × cell',
  column_descriptions (
    side = 'own: stated: the frame; computed: the detail budget',
    place = 'own: Board, year, version and area, in Swedish',
    unit_code = 'as money_unit',
    case_number = 'own: Empty: the cells are of frames and budgets'
  )
);

WITH area_of_unit AS (
  SELECT
    january.fiscal_year,
    unit.register_code,
    unit.area_code
  FROM core.unit AS unit
  JOIN seed.calendar AS january
    ON january.month_number = 1
    AND january.month >= unit.valid_from
    AND january.month <= COALESCE(unit.valid_to, '9999-12-31'::DATE)
), "both" AS (
  SELECT
    'stated' AS side,
    board_code,
    area_code,
    fiscal_year,
    year_code,
    board_code || ' ' || year_name AS place,
    board_code || ' ' || year_name_en AS place_en,
    amount_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'amount' AS column_name,
    NULL::TEXT AS cell,
    row_label,
    row_label AS area_label
  FROM core.frame_line
  WHERE
    is_in_force
  UNION ALL BY NAME
  SELECT
    'computed' AS side,
    detail.board_code,
    area_of_unit.area_code,
    detail.fiscal_year,
    detail.fiscal_year::TEXT || '/' || held.version_label AS year_code,
    detail.board_code || ' ' || detail.fiscal_year::TEXT || ' ' || COALESCE(named.version_name, held.version_label) AS place,
    detail.board_code || ' ' || detail.fiscal_year::TEXT || ' ' || COALESCE(named.version_name_en, held.version_label) AS place_en,
    detail.amount_sek,
    detail.precision_sek,
    detail.unit_code,
    detail.is_simulated,
    detail.delivery_id,
    detail.sheet,
    detail.row_number,
    detail.column_name,
    detail.cell,
    detail.row_label,
    NULL::TEXT AS area_label
  FROM core.budget_line AS detail
  JOIN core.budget_version_unit AS held
    ON held.delivery_id = detail.delivery_id AND held.unit_code = detail.part_key
  LEFT JOIN seed.budget_version AS named
    ON named.version_label = held.version_label
  LEFT JOIN area_of_unit
    ON area_of_unit.fiscal_year = detail.fiscal_year AND area_of_unit.register_code = detail.part_key
  WHERE
    detail.row_kind = 'data' AND detail.column_kind = 'data'
), area AS (
  SELECT DISTINCT
    board_code,
    year_code,
    area_code,
    area_label
  FROM "both"
  WHERE
    side = 'stated'
), checked AS (
  SELECT
    'FRAME-DETAIL/' || board_code || '/' || year_code AS check_code,
    'detail_to_frame' AS check_kind,
    '' AS area_place,
    "both".*
  FROM "both"
  UNION ALL
  SELECT
    'FRAME-AREA/' || "both".board_code || '/' || "both".year_code || '/' || "both".area_code,
    'area_detail_to_frame',
    ', ' || area.area_label,
    "both".*
  FROM "both"
  JOIN area
    ON area.board_code = "both".board_code
    AND area.year_code = "both".year_code
    AND area.area_code = "both".area_code
    AND area.area_label = COALESCE("both".area_label, area.area_label)
)
SELECT
  check_code::TEXT AS check_code,
  check_kind::TEXT AS check_kind,
  side::TEXT AS side,
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  (
    place || area_place
  )::TEXT AS place,
  (
    place_en || area_place
  )::TEXT AS place_en,
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
  NULL::TEXT AS case_number
FROM checked

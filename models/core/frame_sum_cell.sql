MODEL (
  name core.frame_sum_cell,
  kind EMBEDDED,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check of a printed sum of frames, a board''s or the region''s, against the areas above it × side × cell',
  column_descriptions (
    side = 'own: stated: the printed sum; computed: an area',
    board_code = 'own: RJH: a sum names no board',
    place = 'own: Year, version and line, in Swedish',
    unit_code = 'as money_unit',
    case_number = 'own: Empty: the cells are of frames'
  )
);

WITH line AS (
  SELECT
    *
  FROM core.frame_line
  WHERE
    is_printed_last
), subtotal AS (
  SELECT
    delivery_id,
    row_number,
    COALESCE(LAG(row_number) OVER (PARTITION BY delivery_id ORDER BY row_number), 0) AS after_row
  FROM core.frame_line
  WHERE
    row_kind = 'subtotal'
), summed AS (
  SELECT
    'stated' AS side,
    row_number AS sum_row,
    line.*
  FROM line
  WHERE
    row_kind IN ('subtotal', 'total')
  UNION ALL
  SELECT
    'computed',
    subtotal.row_number,
    line.*
  FROM line
  JOIN subtotal
    ON line.row_kind = 'data'
    AND subtotal.delivery_id = line.delivery_id
    AND line.row_number > subtotal.after_row
    AND line.row_number < subtotal.row_number
  UNION ALL
  SELECT
    'computed',
    total.row_number,
    line.*
  FROM line
  JOIN line AS total
    ON line.row_kind = 'data' AND total.delivery_id = line.delivery_id AND total.row_kind = 'total'
)
SELECT
  (
    'FRAME-SUM/' || year_code || '/' || sum_row::TEXT
  )::TEXT AS check_code,
  'areas_to_board'::TEXT AS check_kind,
  side::TEXT AS side,
  @region_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  (
    year_name || ', rad ' || sum_row::TEXT
  )::TEXT AS place,
  (
    year_name_en || ', row ' || sum_row::TEXT
  )::TEXT AS place_en,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  precision_sek::DECIMAL(18, 2) AS precision_sek,
  unit_code::TEXT AS unit_code,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  'amount'::TEXT AS column_name,
  NULL::TEXT AS cell,
  row_label::TEXT AS row_label,
  NULL::TEXT AS case_number
FROM summed

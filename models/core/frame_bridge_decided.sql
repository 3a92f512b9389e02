MODEL (
  name core.frame_bridge_decided,
  kind EMBEDDED,
  grain (board_code, fiscal_year, item_code),
  description 'One row per decided transfer of a board''s frame and year, and what is left of the change since the frame of the year before',
  column_descriptions (
    item_code = 'own: Case number and row of the transfer, or RESIDUAL',
    item_kind = 'own: transfer or residual',
    item_label = 'own: Reason of the transfer, or what the item is',
    amount_sek = 'own: Change of the net frame in kronor, cost −',
    opening_sek = 'own: Last decided frame of the year before',
    closing_sek = 'own: First decided frame of the year'
  ),
  tags (
    'working'
  )
);

WITH frame AS (
  SELECT
    board_code,
    fiscal_year,
    is_simulated,
    SUM(CASE WHEN side = 'computed' AND case_number IS NULL THEN amount_sek END) AS opening_sek,
    SUM(CASE WHEN side = 'stated' THEN amount_sek END) AS closing_sek,
    SUM(CASE WHEN NOT case_number IS NULL THEN amount_sek ELSE 0 END) AS moved_sek
  FROM core.frame_check_cell
  WHERE
    check_kind = 'frame_roll_forward'
  GROUP BY
    board_code,
    fiscal_year,
    is_simulated
), item AS (
  SELECT
    board_code,
    fiscal_year,
    case_number || '/' || row_number::TEXT AS item_code,
    'transfer' AS item_kind,
    reason_text AS item_label,
    amount_sek,
    case_number,
    delivery_id,
    row_number
  FROM core.transfer
  UNION ALL BY NAME
  SELECT
    board_code,
    fiscal_year,
    'RESIDUAL' AS item_code,
    'residual' AS item_kind,
    'Förändring som inte är en beslutad omdisponering' AS item_label,
    closing_sek - opening_sek - moved_sek AS amount_sek
  FROM frame
)
SELECT
  frame.board_code::TEXT AS board_code,
  frame.fiscal_year::INT AS fiscal_year,
  item.item_code::TEXT AS item_code,
  item.item_kind::TEXT AS item_kind,
  item.item_label::TEXT AS item_label,
  item.amount_sek::DECIMAL(18, 2) AS amount_sek,
  item.case_number::TEXT AS case_number,
  frame.opening_sek::DECIMAL(18, 2) AS opening_sek,
  frame.closing_sek::DECIMAL(18, 2) AS closing_sek,
  frame.is_simulated::BOOLEAN AS is_simulated,
  item.delivery_id::TEXT AS delivery_id,
  item.row_number::INT AS row_number
FROM frame
JOIN item
  ON item.board_code = frame.board_code AND item.fiscal_year = frame.fiscal_year

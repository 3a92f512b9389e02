MODEL (
  name core.frame_transfer_decided,
  kind EMBEDDED,
  grain (board_code, delivery_id, row_number),
  description 'One row per decided transfer of frame and board that it concerns, with the precision that it is stated in',
  column_descriptions (
    amount_sek = 'own: Net cost of a whole year that the board gets (−, its cost rises) or is rid of (+)',
    unit_code = 'as money_unit'
  )
);

SELECT
  moved.case_number::TEXT AS case_number,
  moved.board_code::TEXT AS board_code,
  moved.fiscal_year::INT AS fiscal_year,
  moved.amount_sek::DECIMAL(18, 2) AS amount_sek,
  money.precision_sek::DECIMAL(18, 2) AS precision_sek,
  'tkr'::TEXT AS unit_code,
  moved.is_simulated::BOOLEAN AS is_simulated,
  moved.delivery_id::TEXT AS delivery_id,
  NULL::TEXT AS sheet,
  moved.row_number::INT AS row_number,
  'amount'::TEXT AS column_name
FROM core.transfer AS moved
JOIN staging.frame_transfer AS money
  ON money.delivery_id = moved.delivery_id AND money.row_number = moved.row_number

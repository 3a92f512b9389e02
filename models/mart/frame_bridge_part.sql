MODEL (
  name mart.frame_bridge_part,
  grain (
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    side,
    delivery_id,
    sheet,
    row_number,
    column_name
  ),
  tags (
    'grain may be empty (sheet): a text file has no sheet'
  ),
  description 'One row per bridge × cell that it stands on: the frames of both years and the documented changes',
  column_descriptions (
    document_code = 'own: Plan document that the row is printed in; BOARD_FRAME for the frames decided year by year',
    reading_code = 'own: How the ambiguous texts are read',
    side = 'own: opening (frames of the first year), closing (frames of the last year) or change',
    amount_sek = 'own: Amount as printed in kronor, cost −; for a change before its direction is applied'
  )
);

WITH part AS (
  SELECT
    reading.document_code,
    reading.board_code,
    reading.from_year,
    reading.to_year,
    reading.reading_code,
    CASE WHEN frame.fiscal_year = reading.from_year THEN 'opening' ELSE 'closing' END AS side,
    frame.statement_code
  FROM core.frame_reading AS reading
  JOIN core.stated_amount AS frame
    ON frame.document_code = reading.document_code
    AND frame.board_code = reading.board_code
    AND frame.table_code = 'frame_by_year'
    AND frame.part_code IN ('BOTH', 'ELECTED')
    AND frame.is_current
    AND frame.fiscal_year IN (reading.from_year, reading.to_year)
  UNION
  SELECT
    item.document_code,
    item.board_code,
    item.from_year,
    item.to_year,
    item.reading_code,
    'change',
    change.statement_code
  FROM mart.frame_bridge AS item
  JOIN core.frame_change AS change
    ON change.delivery_id = item.delivery_id AND change.row_number = item.row_number
  WHERE
    NOT change.statement_code IS NULL
), every_part AS (
  SELECT
    part.document_code,
    part.board_code,
    part.from_year,
    part.to_year,
    part.reading_code,
    part.side,
    amount.amount_sek,
    amount.delivery_id,
    amount.sheet,
    amount.row_number,
    amount.column_name,
    amount.cell,
    amount.row_label,
    amount.source_line,
    amount.is_simulated
  FROM part
  JOIN core.stated_amount AS amount
    ON amount.statement_code = part.statement_code
  UNION ALL
  SELECT
    'BOARD_FRAME',
    board_code,
    fiscal_year - 1,
    fiscal_year,
    'AS_STATED',
    CASE WHEN NOT case_number IS NULL THEN 'change' WHEN side = 'stated' THEN 'closing' ELSE 'opening' END,
    amount_sek,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell,
    row_label,
    NULL,
    is_simulated
  FROM core.frame_check_cell
  WHERE
    check_kind = 'frame_roll_forward'
)
SELECT
  document_code::TEXT AS document_code,
  board_code::TEXT AS board_code,
  from_year::INT AS from_year,
  to_year::INT AS to_year,
  reading_code::TEXT AS reading_code,
  side::TEXT AS side,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  cell::TEXT AS cell,
  row_label::TEXT AS row_label,
  source_line::INT AS source_line,
  is_simulated::BOOLEAN AS is_simulated
FROM every_part

MODEL (
  name mart.assignment_responsible,
  kind FULL,
  owner controlling,
  grain (assignment_code, board_code),
  description 'One row per assignment × responsible board',
  column_descriptions (
    assignment_code = 'The assignment',
    board_code = 'Board',
    board_name = 'Name of the board in Swedish',
    printed_order = 'Order in the parenthesis; the same for boards named together',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1'
  ),
  audits (
    unique_combination_of_columns(columns := (assignment_code, board_code)),
    not_null(columns := (assignment_code, board_code))
  )
);

SELECT
  responsible.assignment_code::TEXT AS assignment_code,
  responsible.board_code::TEXT AS board_code,
  board.board_name::TEXT AS board_name,
  responsible.printed_order::INT AS printed_order,
  assignment.delivery_id::TEXT AS delivery_id,
  assignment.sheet::TEXT AS sheet,
  assignment.row_number::INT AS row_number
FROM core.assignment_responsible AS responsible
JOIN core.assignment AS assignment
  ON assignment.assignment_code = responsible.assignment_code
  AND assignment.is_current
LEFT JOIN seed.board AS board
  ON board.board_code = responsible.board_code

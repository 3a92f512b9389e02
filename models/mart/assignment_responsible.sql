MODEL (
  name mart.assignment_responsible,
  grain (assignment_code, board_code),
  description 'One row per assignment × responsible board',
  column_descriptions (
    board_name = 'own: Name of the board in Swedish',
    printed_order = 'own: Order in the parenthesis; the same for boards named together'
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
  ON assignment.assignment_code = responsible.assignment_code AND assignment.is_current
LEFT JOIN seed.board AS board
  ON board.board_code = responsible.board_code

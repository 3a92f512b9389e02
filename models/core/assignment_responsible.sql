MODEL (
  name core.assignment_responsible,
  grain (assignment_code, board_code),
  description 'One row per assignment × board that its parenthesis makes responsible',
  column_descriptions (
    responsible_text = 'as responsible_parenthesis'
  ),
  audits (
    responsible_text_is_known
  )
);

SELECT
  assignment.assignment_code::TEXT AS assignment_code,
  body.board_code::TEXT AS board_code,
  body.printed_order::INT AS printed_order,
  assignment.responsible_text::TEXT AS responsible_text
FROM core.assignment AS assignment
JOIN seed.responsible_body AS body
  ON @label_key(body.responsible_text) = @label_key(assignment.responsible_text)

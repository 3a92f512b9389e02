MODEL (
  name mart.assignment,
  grain (
    assignment_code
  ),
  description 'One row per assignment with the boards responsible',
  column_descriptions (
    responsible_text = 'as responsible_parenthesis',
    responsible_codes = 'Boards responsible in the order of their codes, so that the same boards are the same text; empty where the text names none',
    is_responsible_stated = 'False when the text names no board'
  )
);

WITH responsible AS (
  SELECT
    assignment_code,
    LISTAGG(board_code, ', '
    ORDER BY
      board_code) AS responsible_codes
  FROM core.assignment_responsible
  GROUP BY
    assignment_code
)
SELECT
  assignment.assignment_code::TEXT AS assignment_code,
  assignment.fiscal_year::INT AS fiscal_year,
  assignment.target_area_code::TEXT AS target_area_code,
  target_area.target_area_name::TEXT AS target_area_text,
  goal.goal_text::TEXT AS goal_text,
  assignment.assignment_text::TEXT AS assignment_text,
  assignment.decided_by_code::TEXT AS decided_by_code,
  assignment.responsible_text::TEXT AS responsible_text,
  responsible.responsible_codes::TEXT AS responsible_codes,
  (
    NOT responsible.responsible_codes IS NULL
  )::BOOLEAN AS is_responsible_stated,
  assignment.note_text::TEXT AS note_text,
  assignment.document_code::TEXT AS document_code,
  assignment.status::TEXT AS status,
  assignment.is_simulated::BOOLEAN AS is_simulated,
  assignment.delivery_id::TEXT AS delivery_id,
  assignment.sheet::TEXT AS sheet,
  assignment.row_number::INT AS row_number,
  assignment.source_line::INT AS source_line
FROM core.assignment AS assignment
LEFT JOIN responsible
  ON responsible.assignment_code = assignment.assignment_code
LEFT JOIN seed.target_area AS target_area
  ON target_area.target_area_code = assignment.target_area_code
LEFT JOIN core.goal AS goal
  ON goal.target_area_code = assignment.target_area_code
  AND goal.document_code = assignment.document_code
  AND goal.is_current
WHERE
  assignment.is_current

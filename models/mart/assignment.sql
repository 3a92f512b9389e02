MODEL (
  name mart.assignment,
  kind FULL,
  owner controlling,
  grain (assignment_code),
  description 'One row per assignment with the boards responsible',
  column_descriptions (
    assignment_code = 'Document and row: identity of the assignment',
    fiscal_year = 'Budget year that the figure is about',
    target_area_code = 'Target area',
    target_area_text = 'Target area as printed',
    goal_text = 'Overall goal of the target area',
    assignment_text = 'Assignment as printed',
    decided_by_code = 'Deciding body',
    responsible_text = 'Parenthesis that names the boards, as printed',
    responsible_codes = 'Boards responsible in the order of their codes, so that the same boards are the same text; empty where the text names none',
    is_responsible_stated = 'False when the text names no board',
    note_text = 'Footnote as printed',
    document_code = 'Plan document that the row is printed in',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (assignment_code)),
    not_null(columns := (assignment_code))
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

MODEL (
  name core.assignment,
  kind FULL,
  owner controlling,
  grain (assignment_code),
  description 'One row per assignment (uppdrag) of a plan',
  column_descriptions (
    assignment_code = 'Document and row: identity of the assignment',
    document_code = 'Plan document that the row is printed in',
    fiscal_year = 'Budget year that the figure is about',
    target_area_code = 'Target area',
    assignment_text = 'Assignment as printed',
    responsible_text = 'Parenthesis that names the boards, as printed; empty where none is printed',
    decided_by_code = 'Deciding body',
    decided_by_text = 'Deciding body as printed',
    note_text = 'Footnote as printed',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_current = 'True when no newer delivery of the same subject is known',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (assignment_code)),
    not_null(columns := (assignment_code)),
    row_count_matches_lake(lake_table := lake.assignment),
    not_null(columns := (target_area_code, decided_by_code))
  )
);

WITH body AS (
  SELECT
    @label_key(label) AS label_key,
    code
  FROM seed.label
  WHERE
    label_kind = 'board'
)
SELECT
  (
    delivery.document_code || '#' || assignment.row_number::TEXT || CASE WHEN delivery.is_current THEN '' ELSE '@' || assignment.delivery_id END
  )::TEXT AS assignment_code,
  delivery.document_code::TEXT AS document_code,
  assignment.fiscal_year::INT AS fiscal_year,
  target_area.target_area_code::TEXT AS target_area_code,
  assignment.assignment_text::TEXT AS assignment_text,
  assignment.responsible_text::TEXT AS responsible_text,
  body.code::TEXT AS decided_by_code,
  assignment.decided_by_text::TEXT AS decided_by_text,
  assignment.note_text::TEXT AS note_text,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  assignment.delivery_id::TEXT AS delivery_id,
  assignment.sheet::TEXT AS sheet,
  assignment.row_number::INT AS row_number,
  assignment.source_line::INT AS source_line,
  assignment.source_line_to::INT AS source_line_to
FROM staging.assignment AS assignment
JOIN core.delivery AS delivery
  ON delivery.delivery_id = assignment.delivery_id
LEFT JOIN seed.target_area AS target_area
  ON target_area.target_area_name = assignment.target_area_text
LEFT JOIN body
  ON body.label_key = @label_key(assignment.decided_by_text)

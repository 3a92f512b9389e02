MODEL (
  name core.assignment,
  grain (
    assignment_code
  ),
  description 'One row per assignment (uppdrag) of a plan',
  column_descriptions (
    responsible_text = 'own: Parenthesis that names the boards, as printed; empty where none is printed'
  ),
  audits (
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
    delivery.document_code || '#' || row_number::TEXT || CASE WHEN delivery.is_current THEN '' ELSE '@' || delivery.delivery_id END
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

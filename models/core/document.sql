MODEL (
  name core.document,
  grain (
    document_code
  ),
  description 'One row per plan document, with what it says about itself',
  column_descriptions (
    is_adopted = 'False for a draft: it may not be reported as adopted'
  ),
  audits (draft_has_no_decision, not_null(columns := (document_name, status, board_code)))
);

SELECT
  document.document_code::TEXT AS document_code,
  document.document_name::TEXT AS document_name,
  document.document_kind::TEXT AS document_kind,
  document_board.board_code::TEXT AS board_code,
  document.dated_on::DATE AS dated_on,
  document.dating_text::TEXT AS dating_text,
  document.planning_year_from::INT AS planning_year_from,
  document.planning_year_to::INT AS planning_year_to,
  document.status::TEXT AS status,
  (
    document.status = 'adopted'
  )::BOOLEAN AS is_adopted,
  document.decision_text::TEXT AS decision_text,
  document.decided_by::TEXT AS decided_by,
  document.case_number::TEXT AS case_number,
  document.producer::TEXT AS producer,
  document.source_file::TEXT AS source_file,
  document.source_line::INT AS source_line,
  document.delivery_id::TEXT AS delivery_id,
  document.sheet::TEXT AS sheet,
  document.row_number::INT AS row_number
FROM staging.document AS document
JOIN core.delivery AS delivery
  ON delivery.delivery_id = document.delivery_id AND delivery.is_current
LEFT JOIN seed.document_board AS document_board
  ON document_board.document_code = document.document_code

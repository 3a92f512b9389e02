MODEL (
  name staging.document,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per plan document in a delivered register',
  audits (
    row_count_matches_lake(lake_table := lake.document)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.document_code::TEXT AS document_code,
  source.document_name::TEXT AS document_name,
  source.document_kind::TEXT AS document_kind,
  source.dated_on::DATE AS dated_on,
  source.dating_text::TEXT AS dating_text,
  source.planning_year_from::INT AS planning_year_from,
  source.planning_year_to::INT AS planning_year_to,
  source.status::TEXT AS status,
  source.decision_text::TEXT AS decision_text,
  source.decided_by::TEXT AS decided_by,
  source.case_number::TEXT AS case_number,
  source.producer::TEXT AS producer,
  source.source_file::TEXT AS source_file,
  source.source_line::INT AS source_line
FROM lake.document AS source

MODEL (
  name staging.document,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per plan document in a delivered register',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    document_code = 'Plan document that the row is printed in',
    document_name = 'Title of the document as printed',
    document_kind = 'Kind of document',
    dated_on = 'Date as printed; empty for an undated document',
    dating_text = 'What the text says about when it was written',
    planning_year_from = 'First year of the document''s plan',
    planning_year_to = 'Last year of the document''s plan',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    decision_text = 'Decision paragraph as printed',
    decided_by = 'Body that decides the document',
    case_number = 'Case number (dnr) as printed',
    producer = 'Body that wrote the document',
    source_file = 'File with the document text',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
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

MODEL (
  name core.measure_listed,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per measure, programme or direction that a document lists without an amount',
  column_descriptions (
    measure_code = 'Document, kind and name: a listed entry''s identity',
    document_code = 'Plan document that the row is printed in',
    board_code = 'Board',
    entry_kind = 'åtgärd, program or inriktning as delivered',
    measure_name = 'The entry verbatim',
    programme_name = 'Name of the programme',
    list_heading = 'Words that introduce the list',
    planning_year_from = 'First year of the document''s plan',
    planning_year_to = 'Last year of the document''s plan',
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
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number))
  )
);

SELECT
  (
    delivery.document_code || '/' || measure.entry_kind || '/' || @label_key(measure.measure_name)
  )::TEXT AS measure_code,
  delivery.document_code::TEXT AS document_code,
  measure.board_code::TEXT AS board_code,
  measure.entry_kind::TEXT AS entry_kind,
  measure.measure_name::TEXT AS measure_name,
  measure.programme_name::TEXT AS programme_name,
  measure.list_heading::TEXT AS list_heading,
  measure.planning_year_from::INT AS planning_year_from,
  measure.planning_year_to::INT AS planning_year_to,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  measure.delivery_id::TEXT AS delivery_id,
  measure.sheet::TEXT AS sheet,
  measure.row_number::INT AS row_number,
  measure.source_line::INT AS source_line,
  measure.source_line_to::INT AS source_line_to
FROM staging.measure_listed AS measure
JOIN core.delivery AS delivery
  ON delivery.delivery_id = measure.delivery_id

MODEL (
  name core.measure_listed,
  grain (delivery_id, row_number),
  description 'One row per measure, programme or direction that a document lists without an amount',
  column_descriptions (
    measure_code = 'own: Document, kind and name: a listed entry''s identity',
    board_code = 'as listed_board',
    measure_name = 'as listed_entry'
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

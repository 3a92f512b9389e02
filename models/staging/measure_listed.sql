MODEL (
  name staging.measure_listed,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per measure, programme or direction that a document lists without an amount',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    planning_year_from = 'First year of the document''s plan',
    planning_year_to = 'Last year of the document''s plan',
    list_heading = 'Words that introduce the list',
    entry_kind = 'åtgärd, program or inriktning',
    measure_name = 'The entry verbatim',
    board_code = 'Board',
    programme_name = 'Name of the programme',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.measure_listed)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.planning_year_from::INT AS planning_year_from,
  source.planning_year_to::INT AS planning_year_to,
  source.list_heading::TEXT AS list_heading,
  source.entry_kind::TEXT AS entry_kind,
  source.measure_name::TEXT AS measure_name,
  source.board_code::TEXT AS board_code,
  source.programme_name::TEXT AS programme_name,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line,
  source.source_line_to::INT AS source_line_to
FROM lake.measure_listed AS source

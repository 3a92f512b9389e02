MODEL (
  name staging.measure_listed,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per measure, programme or direction that a document lists without an amount',
  column_descriptions (
    measure_name = 'as listed_entry'
  ),
  audits (
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

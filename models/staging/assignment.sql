MODEL (
  name staging.assignment,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per printed assignment',
  column_descriptions (
    responsible_text = 'as responsible_parenthesis'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.assignment)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.target_area_text::TEXT AS target_area_text,
  source.assignment_text::TEXT AS assignment_text,
  source.responsible_text::TEXT AS responsible_text,
  source.decided_by_text::TEXT AS decided_by_text,
  source.note_text::TEXT AS note_text,
  source.fiscal_year::INT AS fiscal_year,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line,
  source.source_line_to::INT AS source_line_to
FROM lake.assignment AS source

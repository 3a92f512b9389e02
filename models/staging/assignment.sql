MODEL (
  name staging.assignment,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per printed assignment',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    target_area_text = 'Target area as printed',
    assignment_text = 'Assignment as printed',
    responsible_text = 'Parenthesis that names the boards, as printed',
    decided_by_text = 'Deciding body as printed',
    note_text = 'Footnote as printed',
    fiscal_year = 'Budget year that the figure is about',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
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

MODEL (
  name staging.requirement,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per required reduction and year',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    board_code = 'Board',
    fiscal_year = 'Budget year that the figure is about',
    requirement_text = 'The sentence verbatim',
    quantity_text = 'What is to be reduced',
    percent = 'Least reduction in per cent, positive',
    percent_text = 'Per cent as delivered',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.requirement)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.board_code::TEXT AS board_code,
  source.fiscal_year::INT AS fiscal_year,
  source.requirement_text::TEXT AS requirement_text,
  source.quantity_text::TEXT AS quantity_text,
  source.percent::DECIMAL(18, 6) AS percent,
  source.percent_text::TEXT AS percent_text,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line
FROM lake.requirement AS source

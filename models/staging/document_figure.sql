MODEL (
  name staging.document_figure,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per figure printed in a document and its place',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    heading = 'Heading of the document that the row stands under',
    position = 'Order of the figure on its line, from 1',
    figure_text = 'Figure exactly as printed',
    figure_kind_text = 'What the figure is',
    value = 'Number as printed where it is a quantity',
    unit_text = 'Unit as printed',
    wording = 'Sentence or table row around the figure',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.document_figure)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.heading::TEXT AS heading,
  source.position::INT AS position,
  source.figure_text::TEXT AS figure_text,
  source.figure_kind_text::TEXT AS figure_kind_text,
  source.value::DECIMAL(18, 6) AS value,
  source.unit_text::TEXT AS unit_text,
  source.wording::TEXT AS wording,
  source.source_line::INT AS source_line
FROM lake.document_figure AS source

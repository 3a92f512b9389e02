MODEL (
  name core.document_figure,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per figure printed in a document, with its place in the text',
  column_descriptions (
    document_code = 'Plan document that the row is printed in',
    heading = 'Heading of the document that the row stands under',
    position = 'Order of the figure on its line, from 1',
    figure_text = 'Figure exactly as printed',
    figure_kind_text = 'What the figure is',
    value = 'Number as printed where it is a quantity',
    unit_text = 'Unit as printed',
    wording = 'Sentence or table row around the figure',
    source_line = 'First line of the source document''s text',
    is_current = 'True when no newer delivery of the same subject is known',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    not_null(columns := (document_code, figure_text))
  )
);

SELECT
  delivery.document_code::TEXT AS document_code,
  figure.heading::TEXT AS heading,
  figure.position::INT AS position,
  figure.figure_text::TEXT AS figure_text,
  figure.figure_kind_text::TEXT AS figure_kind_text,
  figure.value::DECIMAL(18, 6) AS value,
  figure.unit_text::TEXT AS unit_text,
  figure.wording::TEXT AS wording,
  figure.source_line::INT AS source_line,
  delivery.is_current::BOOLEAN AS is_current,
  figure.delivery_id::TEXT AS delivery_id,
  figure.sheet::TEXT AS sheet,
  figure.row_number::INT AS row_number
FROM staging.document_figure AS figure
JOIN core.delivery AS delivery
  ON delivery.delivery_id = figure.delivery_id

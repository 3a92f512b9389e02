MODEL (
  name mart.document_figure,
  kind FULL,
  owner controlling,
  grain (figure_code),
  description 'One row per figure printed in the documents, and per cell of their tables that holds one: where it stands and what it says',
  column_descriptions (
    figure_code = 'Delivery, table, row and column: the address of the figure',
    document_code = 'Plan document that the row is printed in',
    document_name = 'Title of the document as printed',
    heading = 'Heading of the document',
    figure_text = 'Figure as printed or as the cell holds it',
    value = 'Number as printed (delivered unit and sign) where it is a quantity',
    unit = 'Unit as printed',
    figure_kind_text = 'What the figure is',
    wording = 'Sentence, or row and column of the table',
    source_file = 'File with the document text',
    source_line = 'First line of the source document''s text; empty for workbooks (see the delivery''s lines)',
    source_line_from = 'First line of the table in the document text',
    source_line_to = 'Last line of the table in the document text',
    file_name = 'Delivered file',
    table_code = 'Lake table',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header of the cell''s column as delivered; for tables laid out in rows the column''s name in the contract',
    cell = 'Address of the cell in the workbook; empty where the row and column give it'
  ),
  audits (
    unique_combination_of_columns(columns := (figure_code)),
    not_null(columns := (figure_code)),
    not_null(columns := (document_code, figure_text, delivery_id, row_number))
  )
);

WITH figure AS (
  SELECT
    'document_figure' AS table_code, delivery_id, sheet, row_number, 'figure_text' AS column_name, CAST(NULL AS TEXT) AS cell,
    heading, figure_text, figure_kind_text, value, unit_text AS unit, wording, source_line
  FROM core.document_figure
  WHERE is_current
  UNION ALL
  SELECT
    table_code, delivery_id, sheet, row_number, column_name, cell,
    NULL, amount_text, 'belopp', amount_delivered, unit_code,
    row_label || CASE WHEN column_label IS NULL THEN '' ELSE ' | ' || column_label END, source_line
  FROM core.stated_amount
  WHERE is_current AND NOT amount_text IS NULL
  UNION ALL
  SELECT 'indicator', delivery_id, sheet, row_number, 'target', NULL, NULL, target_text, 'målvärde', target_value, printed_unit_text, indicator_text, source_line
  FROM core.indicator
  WHERE is_current AND NOT target_text IS NULL
  UNION ALL
  SELECT 'requirement', delivery_id, sheet, row_number, 'percent', NULL, NULL, percent_text, 'andel', required_percent, '%', requirement_text, source_line
  FROM core.requirement
  WHERE is_current
  UNION ALL
  SELECT 'frame_change', delivery_id, NULL, row_number, 'percent', NULL, NULL, percent_text, 'andel', percent, '%', wording, source_line
  FROM core.frame_change
  WHERE is_current AND NOT percent IS NULL
)
SELECT
  (figure.delivery_id || '/' || figure.table_code || '/' || COALESCE(figure.sheet, '') || '/' || CAST(figure.row_number AS TEXT) || '/' || figure.column_name)::TEXT AS figure_code,
  delivery.document_code::TEXT AS document_code,
  document.document_name::TEXT AS document_name,
  COALESCE(figure.heading, delivery.heading)::TEXT AS heading,
  figure.figure_text::TEXT AS figure_text,
  figure.value::DECIMAL(18, 6) AS value,
  figure.unit::TEXT AS unit,
  figure.figure_kind_text::TEXT AS figure_kind_text,
  figure.wording::TEXT AS wording,
  delivery.source_file::TEXT AS source_file,
  figure.source_line::INTEGER AS source_line,
  delivery.source_line_from::INTEGER AS source_line_from,
  delivery.source_line_to::INTEGER AS source_line_to,
  delivery.file_name::TEXT AS file_name,
  figure.table_code::TEXT AS table_code,
  figure.delivery_id::TEXT AS delivery_id,
  figure.sheet::TEXT AS sheet,
  figure.row_number::INTEGER AS row_number,
  figure.column_name::TEXT AS column_name,
  figure.cell::TEXT AS cell
FROM figure
JOIN core.delivery AS delivery
  ON delivery.delivery_id = figure.delivery_id
LEFT JOIN core.document AS document
  ON document.document_code = delivery.document_code

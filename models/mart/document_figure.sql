MODEL (
  name mart.document_figure,
  grain (
    figure_code
  ),
  description 'One row per figure printed in the documents: what it is, the line where it stands, and the cell in which it was delivered',
  column_descriptions (
    figure_code = 'Delivery, table, row and column: the address of the figure in the list of all figures, or of its cell where the list does not hold it',
    board_code = 'own: Board whose document it is',
    figure_text = 'own: Figure as printed, fixed spaces as ordinary ones',
    value = 'own: Number as printed (printed unit and sign) where it is a quantity',
    unit = 'own: Unit as printed',
    amount_sek = 'own: Amount in kronor, revenue + and cost −, where the figure is an amount that the warehouse computes with: of a change of a frame what it does to the net frame, empty where the text does not say which way',
    wording = 'own: Sentence or row of the table around the figure',
    table_code = 'own: Lake table of the cell; document_figure where the figure stands in the list of all figures only',
    list_row_number = 'Row of the figure in the list of all figures of the document; empty where the list does not hold it'
  ),
  audits (
    not_null(columns := (document_code, figure_text, source_line, delivery_id, row_number))
  )
);

WITH figure AS (
  SELECT
    listed.delivery_id || '/document_figure//' || listed.row_number::TEXT || '/figure_text' AS figure_code,
    listed.heading,
    listed.figure_text,
    listed.value,
    listed.unit_text,
    CASE WHEN cell.figure_kind_text IS NULL THEN listed.figure_kind_text ELSE cell.figure_kind_text END AS figure_kind_text,
    cell.amount_sek,
    listed.wording,
    listed.source_line,
    listed.row_number AS list_row_number,
    COALESCE(cell.table_code, 'document_figure') AS table_code,
    COALESCE(cell.delivery_id, listed.delivery_id) AS delivery_id,
    cell.sheet,
    COALESCE(cell.row_number, listed.row_number) AS row_number,
    COALESCE(cell.column_name, 'figure_text') AS column_name,
    cell.cell
  FROM core.document_figure AS listed
  LEFT JOIN core.figure_cell AS cell
    ON cell.figure_delivery_id = listed.delivery_id AND cell.figure_row_number = listed.row_number
  WHERE
    listed.is_current
  UNION ALL
  SELECT
    cell_code,
    NULL,
    figure_text,
    value,
    unit_text,
    figure_kind_text,
    amount_sek,
    wording,
    source_line,
    NULL,
    table_code,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell
  FROM core.figure_cell
  WHERE
    figure_row_number IS NULL
)
SELECT
  figure.figure_code::TEXT AS figure_code,
  delivery.document_code::TEXT AS document_code,
  document.document_name::TEXT AS document_name,
  document.board_code::TEXT AS board_code,
  document.status::TEXT AS status,
  COALESCE(figure.heading, delivery.heading)::TEXT AS heading,
  REPLACE(REPLACE(figure.figure_text, CHR(160), ' '), CHR(8239), ' ')::TEXT AS figure_text,
  figure.value::DECIMAL(18, 6) AS value,
  figure.unit_text::TEXT AS unit,
  figure.amount_sek::DECIMAL(18, 2) AS amount_sek,
  figure.figure_kind_text::TEXT AS figure_kind_text,
  REPLACE(REPLACE(figure.wording, CHR(160), ' '), CHR(8239), ' ')::TEXT AS wording,
  delivery.source_file::TEXT AS source_file,
  COALESCE(figure.source_line, delivery.source_line_from)::INT AS source_line,
  delivery.file_name::TEXT AS file_name,
  figure.table_code::TEXT AS table_code,
  figure.list_row_number::INT AS list_row_number,
  figure.delivery_id::TEXT AS delivery_id,
  figure.sheet::TEXT AS sheet,
  figure.row_number::INT AS row_number,
  figure.column_name::TEXT AS column_name,
  figure.cell::TEXT AS cell
FROM figure
JOIN core.delivery AS delivery
  ON delivery.delivery_id = figure.delivery_id
LEFT JOIN core.document AS document
  ON document.document_code = delivery.document_code

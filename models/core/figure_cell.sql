MODEL (
  name core.figure_cell,
  grain (
    cell_code
  ),
  description 'One row per delivered cell of the documents'' tables that holds a figure, with the printed figure that it is',
  column_descriptions (
    cell_code = 'Delivery, table, sheet, row and column: the address of the cell',
    figure_text = 'own: Figure as the cell holds it',
    value = 'own: Number as delivered (delivered unit and sign)',
    unit_text = 'own: Unit as delivered',
    amount_sek = 'own: Amount in kronor, revenue + and cost −, of a change of a frame what it does to the net frame; empty for figures that are not money, and where the text does not say which way',
    wording = 'own: Row and column of the table',
    figure_delivery_id = 'Delivery with the list of all figures; empty where the list does not hold the figure',
    figure_row_number = 'Row of the figure in that list: the same document, line, value and unit, equal figures of a line in their order'
  ),
  audits (
    not_null(columns := (document_code, figure_text, delivery_id, row_number))
  )
);

WITH cell AS (
  SELECT
    *
  FROM core.stated_figure
), placed AS (
  SELECT
    cell.*,
    ROW_NUMBER() OVER (
      PARTITION BY document_code, source_line, source_line_to, value, COALESCE(unit_text, '')
      ORDER BY table_code, row_number, LENGTH(cell), cell, column_name
    ) AS place
  FROM cell
), place_searched AS (
  SELECT DISTINCT
    document_code,
    source_line,
    source_line_to,
    value,
    COALESCE(unit_text, '') AS unit_text
  FROM cell
), printed AS (
  SELECT
    searched.*,
    figure.delivery_id,
    figure.row_number,
    ROW_NUMBER() OVER (
      PARTITION BY searched.document_code, searched.source_line, searched.source_line_to, searched.value, searched.unit_text
      ORDER BY figure.source_line, figure.position
    ) AS place
  FROM place_searched AS searched
  JOIN core.document_figure AS figure
    ON figure.document_code = searched.document_code
    AND figure.is_current
    AND figure.value = searched.value
    AND COALESCE(figure.unit_text, '') = searched.unit_text
    AND figure.source_line BETWEEN searched.source_line AND searched.source_line_to
), matched AS (
  SELECT
    placed.*,
    printed.delivery_id AS figure_delivery_id,
    printed.row_number AS figure_row_number,
    ROW_NUMBER() OVER (
      PARTITION BY printed.delivery_id, printed.row_number
      ORDER BY placed.source_line_to - placed.source_line, placed.table_code, placed.row_number
    ) AS claim
  FROM placed
  LEFT JOIN printed
    ON printed.document_code = placed.document_code
    AND printed.source_line = placed.source_line
    AND printed.source_line_to = placed.source_line_to
    AND printed.value = placed.value
    AND printed.unit_text = COALESCE(placed.unit_text, '')
    AND printed.place = placed.place
)
SELECT
  @cell_address(matched, table_code, column_name)::TEXT AS cell_code,
  document_code::TEXT AS document_code,
  table_code::TEXT AS table_code,
  figure_kind_text::TEXT AS figure_kind_text,
  figure_text::TEXT AS figure_text,
  value::DECIMAL(18, 6) AS value,
  unit_text::TEXT AS unit_text,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  wording::TEXT AS wording,
  source_line::INT AS source_line,
  CASE WHEN claim = 1 THEN figure_delivery_id END::TEXT AS figure_delivery_id,
  CASE WHEN claim = 1 THEN figure_row_number END::INT AS figure_row_number,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  cell::TEXT AS cell
FROM matched

MODEL (
  name core.document_figure,
  grain (delivery_id, row_number),
  description 'One row per figure printed in a document, with its place in the text',
  column_descriptions (unit_text = 'as figure_unit_text', wording = 'as figure_wording'),
  audits (
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

MODEL (
  name staging.document_figure,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per figure printed in a document and its place',
  column_descriptions (unit_text = 'as figure_unit_text', wording = 'as figure_wording'),
  audits (
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

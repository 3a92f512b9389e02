MODEL (
  name staging.goal,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per target area',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    target_area_text = 'Target area as printed',
    goal_text = 'Overall goal as printed',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.goal)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.target_area_text::TEXT AS target_area_text,
  source.goal_text::TEXT AS goal_text,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line
FROM lake.goal AS source

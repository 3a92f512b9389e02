MODEL (
  name core.goal,
  kind FULL,
  owner controlling,
  grain (target_area_code, delivery_id),
  description 'One row per overall goal of a target area',
  column_descriptions (
    target_area_code = 'Target area',
    target_area_text = 'Target area as printed',
    goal_text = 'Overall goal as printed',
    document_code = 'Plan document that the row is printed in',
    is_current = 'True when no newer delivery of the same subject is known',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (target_area_code, delivery_id)),
    not_null(columns := (target_area_code, delivery_id)),
    row_count_matches_lake(lake_table := lake.goal)
  )
);

SELECT
  target_area.target_area_code::TEXT AS target_area_code,
  goal.target_area_text::TEXT AS target_area_text,
  goal.goal_text::TEXT AS goal_text,
  delivery.document_code::TEXT AS document_code,
  delivery.is_current::BOOLEAN AS is_current,
  goal.delivery_id::TEXT AS delivery_id,
  goal.sheet::TEXT AS sheet,
  goal.row_number::INT AS row_number,
  goal.source_line::INT AS source_line
FROM staging.goal AS goal
JOIN core.delivery AS delivery
  ON delivery.delivery_id = goal.delivery_id
LEFT JOIN seed.target_area AS target_area
  ON target_area.target_area_name = goal.target_area_text

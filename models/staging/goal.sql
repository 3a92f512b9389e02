MODEL (
  name staging.goal,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per target area',
  audits (
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

MODEL (
  name staging.activity_month,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per area, month and kind of activity as delivered',
  column_descriptions (
    activity_code = 'as activity_kind',
    area_code = 'own: Area whose activity it is',
    volume = 'own: Volume as delivered; empty is no measurement'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.activity_month)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.area_code::TEXT AS area_code,
  source.month::DATE AS month,
  source.activity_code::TEXT AS activity_code,
  source.volume::DECIMAL(18, 2) AS volume
FROM lake.activity_month AS source

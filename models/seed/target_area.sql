MODEL (
  name seed.target_area,
  kind SEED (
    path '../../seeds/target/target_area.csv'
  ),
  columns (
    target_area_code TEXT,
    target_area_name TEXT,
    target_area_name_en TEXT,
    sort_order INT
  ),
  grain (
    target_area_code
  ),
  description 'One row per target area of the regional plan',
  column_descriptions (target_area_name = 'Name as printed', target_area_name_en = 'Name in English')
)

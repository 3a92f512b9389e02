MODEL (
  name seed.target_area,
  kind SEED (
    path '../../seeds/target_area.csv'
  ),
  owner controlling,
  columns (
    target_area_code TEXT,
    target_area_name TEXT,
    target_area_name_en TEXT,
    sort_order INTEGER
  ),
  grain (target_area_code),
  description 'One row per target area of the regional plan',
  column_descriptions (
    target_area_code = 'Code of the target area',
    target_area_name = 'Name as printed',
    target_area_name_en = 'Name in English',
    sort_order = 'Order in the plan'
  ),
  audits (
    unique_combination_of_columns(columns := (target_area_code)),
    not_null(columns := (target_area_code))
  )
);

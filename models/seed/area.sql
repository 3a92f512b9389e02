MODEL (
  name seed.area,
  kind SEED (
    path '../../seeds/area.csv'
  ),
  owner controlling,
  columns (
    area_code TEXT,
    area_name TEXT,
    area_name_en TEXT,
    board_code TEXT,
    parent_area_code TEXT,
    valid_from_year INTEGER,
    valid_to_year INTEGER,
    reason TEXT
  ),
  grain (area_code),
  description 'One row per area of a board and the years it exists',
  column_descriptions (
    area_code = 'Code of the area; a new organisation has new codes',
    area_name = 'Name in Swedish as printed',
    area_name_en = 'Name in English',
    board_code = 'Board that the area belongs to',
    parent_area_code = 'Area that this one is part of',
    valid_from_year = 'First budget year of the area',
    valid_to_year = 'Last budget year of the area; empty for the present organisation',
    reason = 'Where the area is printed'
  ),
  audits (
    unique_combination_of_columns(columns := (area_code)),
    not_null(columns := (area_code))
  )
);

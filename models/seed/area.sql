MODEL (
  name seed.area,
  kind SEED (
    path '../../seeds/register/area.csv'
  ),
  columns (
    area_code TEXT,
    area_name TEXT,
    area_name_en TEXT,
    board_code TEXT,
    parent_area_code TEXT,
    valid_from_year INT,
    valid_to_year INT,
    reason TEXT
  ),
  grain (
    area_code
  ),
  description 'One row per area of a board and the years it exists',
  column_descriptions (
    area_code = 'own: Code of the area; a new organisation has new codes',
    area_name_en = 'Name in English',
    board_code = 'own: Board that the area belongs to',
    parent_area_code = 'Area that this one is part of',
    valid_from_year = 'own: First budget year of the area',
    valid_to_year = 'own: Last budget year of the area; empty for the present organisation',
    reason = 'own: Where the area is printed'
  )
)

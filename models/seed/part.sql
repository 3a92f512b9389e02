MODEL (
  name seed.part,
  kind SEED (
    path '../../seeds/register/part.csv'
  ),
  columns (
    part_code TEXT,
    part_name TEXT,
    part_name_en TEXT,
    description TEXT
  ),
  grain (
    part_code
  ),
  description 'One row per part of a frame',
  column_descriptions (
    part_code = 'as part',
    part_name = 'own: Name in Swedish',
    part_name_en = 'own: Name in English',
    description = 'What the part holds'
  )
)

MODEL (
  name seed.part,
  kind SEED (
    path '../../seeds/part.csv'
  ),
  owner controlling,
  columns (
    part_code TEXT,
    part_name TEXT,
    part_name_en TEXT,
    description TEXT
  ),
  grain (part_code),
  description 'One row per part of a frame',
  column_descriptions (
    part_code = 'Code of the part',
    part_name = 'Name in Swedish',
    part_name_en = 'Name in English',
    description = 'What the part holds'
  ),
  audits (
    unique_combination_of_columns(columns := (part_code)),
    not_null(columns := (part_code))
  )
);

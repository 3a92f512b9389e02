MODEL (
  name seed.frame_reading_option,
  kind SEED (
    path '../../seeds/frame_reading_option.csv'
  ),
  owner controlling,
  columns (
    question_code TEXT,
    option_code TEXT,
    change_kind TEXT,
    stated_year INTEGER,
    to_year INTEGER,
    factor INTEGER,
    option_name TEXT,
    option_name_en TEXT
  ),
  grain (question_code, option_code, change_kind, stated_year, to_year),
  description 'One row per change whose text can be read in several ways, and per way',
  column_descriptions (
    question_code = 'What is ambiguous',
    option_code = 'Way of reading it',
    change_kind = 'Kind of frame change',
    stated_year = 'Year that the text names for the change',
    to_year = 'Budget year whose frame it changes under this way',
    factor = 'What the stated amount is multiplied by',
    option_name = 'The way of reading in Swedish',
    option_name_en = 'The way of reading in English'
  ),
  audits (
    unique_combination_of_columns(columns := (question_code, option_code, change_kind, stated_year, to_year)),
    not_null(columns := (question_code, option_code, change_kind, stated_year, to_year))
  )
);

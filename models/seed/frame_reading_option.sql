MODEL (
  name seed.frame_reading_option,
  kind SEED (
    path '../../seeds/plan/frame_reading_option.csv'
  ),
  columns (
    question_code TEXT,
    option_code TEXT,
    change_kind TEXT,
    stated_year INT,
    to_year INT,
    factor INT,
    option_name TEXT,
    option_name_en TEXT
  ),
  grain (question_code, option_code, change_kind, stated_year, to_year),
  description 'One row per change whose text can be read in several ways, and per way',
  column_descriptions (
    change_kind = 'own: Kind of frame change',
    stated_year = 'Year that the text names for the change',
    to_year = 'own: Budget year whose frame it changes under this way',
    factor = 'own: What the stated amount is multiplied by',
    option_name = 'The way of reading in Swedish',
    option_name_en = 'The way of reading in English'
  )
)

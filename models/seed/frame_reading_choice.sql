MODEL (
  name seed.frame_reading_choice,
  kind SEED (
    path '../../seeds/frame_reading_choice.csv'
  ),
  owner controlling,
  columns (
    reading_code TEXT,
    question_code TEXT,
    option_code TEXT
  ),
  grain (reading_code, question_code),
  description 'One row per complete reading and question: the way chosen',
  column_descriptions (
    reading_code = 'A complete reading: one way for every question',
    question_code = 'What is ambiguous',
    option_code = 'Way of reading it'
  ),
  audits (
    unique_combination_of_columns(columns := (reading_code, question_code)),
    not_null(columns := (reading_code, question_code))
  )
);

MODEL (
  name seed.frame_reading_choice,
  kind SEED (
    path '../../seeds/plan/frame_reading_choice.csv'
  ),
  columns (
    reading_code TEXT,
    question_code TEXT,
    option_code TEXT
  ),
  grain (reading_code, question_code),
  description 'One row per complete reading and question: the way chosen',
  column_descriptions (
    reading_code = 'own: A complete reading: one way for every question'
  )
)

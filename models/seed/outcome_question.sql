MODEL (
  name seed.outcome_question,
  kind SEED (
    path '../../seeds/target/outcome_question.csv'
  ),
  columns (
    in_question_code TEXT,
    wording TEXT,
    wording_en TEXT
  ),
  grain (
    in_question_code
  ),
  description 'One row per question that the size of an outcome raises, and per thing that it is held against (against_…)',
  column_descriptions (
    in_question_code = 'own: Code of the question, or of what the outcome is held against',
    wording = 'own: In Swedish',
    wording_en = 'own: In English'
  )
)

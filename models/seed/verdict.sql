MODEL (
  name seed.verdict,
  kind SEED (
    path '../../seeds/check/verdict.csv'
  ),
  columns (
    verdict_code TEXT,
    is_beyond_worst_case BOOLEAN,
    verdict_name TEXT,
    verdict_name_en TEXT,
    sentence TEXT,
    sentence_en TEXT
  ),
  grain (verdict_code, is_beyond_worst_case),
  description 'One row per verdict of a check and the sentence that explains it',
  column_descriptions (
    verdict_code = 'own: As frame_reconciliation''s verdict: exact, rounding, within_tolerance, pressure, ambiguous, unexplained, not_comparable or not_checkable',
    is_beyond_worst_case = 'own: True when the difference is larger than the worst case of rounding',
    sentence = 'Sentence in Swedish with the places difference, tolerance and worst_case',
    sentence_en = 'The same sentence in English'
  )
)

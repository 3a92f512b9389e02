MODEL (
  name seed.verdict,
  kind SEED (
    path '../../seeds/verdict.csv'
  ),
  owner controlling,
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
    verdict_code = 'exact, rounding, unexplained, not_comparable or not_checkable',
    is_beyond_worst_case = 'True when the difference is larger than the worst case of rounding',
    verdict_name = 'Verdict in Swedish',
    verdict_name_en = 'Verdict in English',
    sentence = 'Sentence in Swedish with the places difference, tolerance and worst_case',
    sentence_en = 'The same sentence in English'
  ),
  audits (
    unique_combination_of_columns(columns := (verdict_code, is_beyond_worst_case)),
    not_null(columns := (verdict_code, is_beyond_worst_case))
  )
);

MODEL (
  name seed.result_line,
  kind SEED (
    path '../../seeds/month/result_line.csv'
  ),
  columns (
    line_code TEXT,
    line_name TEXT,
    line_name_en TEXT,
    published_measure_code TEXT,
    sort_order INT,
    sum_of TEXT
  ),
  grain (
    line_code
  ),
  description 'One row per line from net cost to result and balance requirement',
  column_descriptions (
    line_name = 'own: Name in Swedish',
    line_name_en = 'own: Name in English',
    published_measure_code = 'Measure of the published record that states it; empty: none',
    sort_order = 'own: Order of reading',
    sum_of = 'What it is computed from; empty: nothing'
  )
)

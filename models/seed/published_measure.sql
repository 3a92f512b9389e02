MODEL (
  name seed.published_measure,
  kind SEED (
    path '../../seeds/published/published_measure.csv'
  ),
  columns (
    measure_code TEXT,
    measure_name TEXT,
    measure_name_en TEXT,
    nature TEXT,
    growth_of_code TEXT,
    budget_of_code TEXT
  ),
  grain (
    measure_code
  ),
  description 'One row per thing that published figures measure',
  column_descriptions (
    measure_code = 'own: Code of what is measured',
    measure_name = 'own: Name in Swedish',
    measure_name_en = 'own: Name in English',
    nature = 'own: cost, revenue, result, deficit, requirement, balance, rate, activity or count: gives the sign',
    growth_of_code = 'Measure whose growth in per cent it is; empty: none',
    budget_of_code = 'Measure whose budget it is; empty: none'
  )
)

MODEL (
  name seed.measure_verdict,
  kind SEED (
    path '../../seeds/measure/measure_verdict.csv'
  ),
  columns (
    verdict_code TEXT,
    verdict_name TEXT,
    verdict_name_en TEXT,
    is_claim BOOLEAN,
    is_measured BOOLEAN
  ),
  grain (
    verdict_code
  ),
  description 'One row per verdict on a measured effect',
  column_descriptions (
    verdict_code = 'own: Code of the verdict',
    is_claim = 'True where something is said about the size of a change',
    is_measured = 'own: True where the effect could be measured at all'
  )
)

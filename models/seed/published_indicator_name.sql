MODEL (
  name seed.published_indicator_name,
  kind SEED (
    path '../../seeds/published/published_indicator_name.csv'
  ),
  columns (
    printed_name TEXT,
    body_code TEXT,
    indicator_code TEXT,
    reason TEXT
  ),
  grain (printed_name, body_code),
  description 'One row per name that a published view gives an indicator of the plan, and body',
  column_descriptions (
    printed_name = 'Name as printed',
    indicator_code = 'own: The plan indicator that it is'
  )
)

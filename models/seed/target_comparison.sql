MODEL (
  name seed.target_comparison,
  kind SEED (
    path '../../seeds/target/target_comparison.csv'
  ),
  columns (
    comparison_code TEXT,
    organisation_code TEXT,
    reason TEXT
  ),
  grain (
    organisation_code
  ),
  description 'One row per code that a comparison series is delivered under',
  column_descriptions (
    organisation_code = 'own: Organisation code that its outcome is delivered under'
  )
)

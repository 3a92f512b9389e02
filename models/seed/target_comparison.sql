MODEL (
  name seed.target_comparison,
  kind SEED (
    path '../../seeds/target_comparison.csv'
  ),
  owner controlling,
  columns (
    comparison_code TEXT,
    organisation_code TEXT,
    reason TEXT
  ),
  grain (organisation_code),
  description 'One row per code that a comparison series is delivered under',
  column_descriptions (
    comparison_code = 'Comparison series of a relative target',
    organisation_code = 'Organisation code that its outcome is delivered under',
    reason = 'Why'
  ),
  audits (
    unique_combination_of_columns(columns := (organisation_code)),
    not_null(columns := (organisation_code))
  )
);

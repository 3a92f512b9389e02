MODEL (
  name seed.forecast_method,
  kind SEED (
    path '../../seeds/month/forecast_method.csv'
  ),
  columns (
    method_code TEXT,
    method_name TEXT,
    method_name_en TEXT,
    is_in_combination BOOLEAN,
    is_default BOOLEAN,
    sort_order INT,
    definition TEXT
  ),
  grain (
    method_code
  ),
  description 'One row per method of the year-end forecast',
  column_descriptions (
    method_code = 'as method',
    is_in_combination = 'True when the combination takes its mean over it',
    is_default = 'own: True for the method that reports use',
    definition = 'How it is computed, per unit and cost type'
  )
)

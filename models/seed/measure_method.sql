MODEL (
  name seed.measure_method,
  kind SEED (
    path '../../seeds/measure/measure_method.csv'
  ),
  columns (
    method_code TEXT,
    method_name TEXT,
    method_name_en TEXT,
    sort_order INT,
    is_default BOOLEAN
  ),
  grain (
    method_code
  ),
  description 'One row per method that an effect is evaluated with',
  column_descriptions (
    method_code = 'as method',
    sort_order = 'own: Rung of the ladder, the strictest last',
    is_default = 'own: True for the method whose verdict counts: the only one whose rate of false alarms was calibrated'
  )
)

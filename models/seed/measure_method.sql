MODEL (
  name seed.measure_method,
  kind SEED (
    path '../../seeds/measure_method.csv'
  ),
  owner controlling,
  columns (
    method_code TEXT,
    method_name TEXT,
    method_name_en TEXT,
    sort_order INTEGER,
    is_default BOOLEAN
  ),
  grain (method_code),
  description 'One row per method that an effect is evaluated with',
  column_descriptions (
    method_code = 'Code of the method',
    method_name = 'Name in Swedish',
    method_name_en = 'Name in English',
    sort_order = 'Rung of the ladder, the strictest last',
    is_default = 'True for the method whose verdict counts: the only one whose rate of false alarms was calibrated'
  ),
  audits (
    unique_combination_of_columns(columns := (method_code)),
    not_null(columns := (method_code))
  )
);

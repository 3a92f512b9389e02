MODEL (
  name seed.month_forecast_method,
  kind SEED (
    path '../../seeds/month_forecast_method.csv'
  ),
  owner controlling,
  columns (
    method_code TEXT,
    method_name TEXT,
    method_name_en TEXT,
    is_in_combination BOOLEAN,
    is_default BOOLEAN,
    sort_order INTEGER,
    definition TEXT
  ),
  grain (method_code),
  description 'One row per method of the year-end forecast',
  column_descriptions (
    method_code = 'Code of the method',
    method_name = 'Name in Swedish',
    method_name_en = 'Name in English',
    is_in_combination = 'True when the combination takes its mean over it',
    is_default = 'True for the method that reports use',
    sort_order = 'Order in reports',
    definition = 'How it is computed, per unit and cost type'
  ),
  audits (
    unique_combination_of_columns(columns := (method_code)),
    not_null(columns := (method_code))
  )
);

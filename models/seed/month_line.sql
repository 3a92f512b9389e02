MODEL (
  name seed.month_line,
  kind SEED (
    path '../../seeds/month_line.csv'
  ),
  owner controlling,
  columns (
    cost_type_code TEXT,
    cost_type_name TEXT,
    cost_type_name_en TEXT,
    is_total BOOLEAN,
    is_revenue BOOLEAN,
    index_code TEXT,
    expected_sign INTEGER,
    sort_order INTEGER,
    interval_class TEXT
  ),
  grain (cost_type_code),
  description 'One row per line of the monthly follow-up: a cost type, or a sum of cost types',
  column_descriptions (
    cost_type_code = 'Code of the line',
    cost_type_name = 'Name in Swedish',
    cost_type_name_en = 'Name in English',
    is_total = 'True for a sum of cost types: never add it to its parts',
    is_revenue = 'True for revenue',
    index_code = 'Price index for the real development of the line',
    expected_sign = '+1 revenue, −1 cost, 0 where the sign can flip',
    sort_order = 'Order in reports'
  ),
  audits (
    unique_combination_of_columns(columns := (cost_type_code)),
    not_null(columns := (cost_type_code))
  )
);

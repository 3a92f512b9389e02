MODEL (
  name seed.month_name,
  kind SEED (
    path '../../seeds/month_name.csv'
  ),
  owner controlling,
  columns (
    month_name TEXT,
    month_number INTEGER
  ),
  grain (month_name),
  description 'One row per Swedish name of a month',
  column_descriptions (
    month_name = 'Name in lower case',
    month_number = '1 to 12'
  ),
  audits (
    unique_combination_of_columns(columns := (month_name)),
    not_null(columns := (month_name))
  )
);

MODEL (
  name seed.month_name,
  kind SEED (
    path '../../seeds/month/month_name.csv'
  ),
  columns (
    month_name TEXT,
    month_number INT
  ),
  grain (
    month_name
  ),
  description 'One row per Swedish name of a month',
  column_descriptions (month_name = 'own: Name in lower case', month_number = 'own: 1 to 12')
)

MODEL (
  name seed.calendar,
  kind SEED (
    path '../../seeds/month/calendar.csv'
  ),
  columns (
    month DATE,
    month_index INT,
    fiscal_year INT,
    month_number INT,
    month_name TEXT,
    reported_on DATE,
    last_on DATE
  ),
  grain (
    month
  ),
  description 'One row per month, 2015–2040',
  column_descriptions (
    month_index = 'own: Year × 12 + month − 1',
    month_name = 'own: Name in Swedish',
    reported_on = 'own: Day by which the months report is written: the 15th of the next month; what is known then is what the report knows',
    last_on = 'own: Last day of the month'
  )
)

MODEL (
  name seed.month_calendar,
  kind SEED (
    path '../../seeds/month_calendar.csv'
  ),
  owner controlling,
  columns (
    month DATE,
    month_index INTEGER,
    fiscal_year INTEGER,
    month_number INTEGER,
    month_name TEXT,
    reported_on DATE,
    last_on DATE
  ),
  grain (month),
  description 'One row per month, 2015–2040',
  column_descriptions (
    month = 'Month, as its first day',
    month_index = 'Year × 12 + month − 1',
    fiscal_year = 'Year',
    month_number = 'Month of the year, 1–12',
    month_name = 'Name in Swedish',
    reported_on = 'Day by which the months report is written: the 15th of the next month; what is known then is what the report knows',
    last_on = 'Last day of the month'
  ),
  audits (
    unique_combination_of_columns(columns := (month)),
    not_null(columns := (month))
  )
);

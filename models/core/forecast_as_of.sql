MODEL (
  name core.forecast_as_of,
  kind EMBEDDED,
  grain (
    as_of_month
  ),
  description 'One row per month that a year is forecast from: every month with a ledger and a whole year before it, with the day its report knew',
  column_descriptions (fiscal_year = 'as forecast_year', month_number = 'as months_of_outcome')
);

SELECT DISTINCT
  ledger.month AS as_of_month,
  ledger.month_index,
  ledger.fiscal_year,
  ledger.month_number,
  ledger.reported_on,
  calendar.last_on
FROM core.ledger_month AS ledger
JOIN seed.calendar AS calendar
  ON calendar.month = ledger.month
WHERE
  ledger.month_index >= (
    SELECT
      MIN(month_index) + 12
    FROM core.ledger_month
  )

MODEL (
  name core.forecast_submitted_known,
  kind EMBEDDED,
  grain (as_of_month, unit_code, cost_type_code, is_simulated),
  description 'One row per as-of month, unit and cost type that the unit had forecast itself when the month''s report was written',
  column_descriptions (
    value = 'own: Forecast of the year in kronor, revenue + and cost −'
  )
);

SELECT
  sent.as_of_month,
  sent.unit_code,
  sent.cost_type_code,
  sent.is_simulated,
  SUM(sent.amount_sek) AS value
FROM core.forecast_submitted AS sent
JOIN seed.calendar AS calendar
  ON calendar.month = sent.as_of_month
WHERE
  sent.fiscal_year = calendar.fiscal_year
  AND sent.known_from <= calendar.reported_on
  AND (
    sent.known_to IS NULL OR sent.known_to > calendar.reported_on
  )
GROUP BY
  sent.as_of_month,
  sent.unit_code,
  sent.cost_type_code,
  sent.is_simulated

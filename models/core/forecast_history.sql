MODEL (
  name core.forecast_history,
  kind EMBEDDED,
  grain (as_of_month, unit_code, cost_type_code, years_back, month_number, known_unit_code, is_simulated),
  description 'One row per as-of month, month of outcome since three years back, unit and cost type: the cost as known then, on the unit that has followed',
  column_descriptions (
    unit_code = 'own: Unit of the organisation on the as-of month''s last day; what has ended without a successor, and cost this year stays its own',
    known_unit_code = 'Unit that bore the cost',
    years_back = 'Years before the as-of month: 0 is its own',
    as_of_number = 'own: Month of the year of the as-of month',
    amount_sek = 'own: Cost of the month in kronor, revenue + and cost −'
  )
);

WITH cost AS (
  SELECT
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to,
    calendar.month_index,
    calendar.fiscal_year,
    calendar.month_number,
    SUM(cost.amount_sek) AS amount_sek
  FROM core.cost_month AS cost
  JOIN seed.calendar AS calendar
    ON calendar.month = cost.month
  GROUP BY
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to,
    calendar.month_index,
    calendar.fiscal_year,
    calendar.month_number
)
SELECT
  as_of.as_of_month,
  as_of.month_number AS as_of_number,
  as_of.fiscal_year - cost.fiscal_year AS years_back,
  cost.month_number,
  cost.unit_code AS known_unit_code,
  CASE WHEN successor.unit_code <> 'UNMAPPED' THEN successor.unit_code ELSE cost.unit_code END AS unit_code,
  cost.cost_type_code,
  cost.is_simulated,
  @part_between(cost.amount_sek, COALESCE(successor.share_from, 0), COALESCE(successor.share_to, 1)) AS amount_sek
FROM core.forecast_as_of AS as_of
JOIN cost
  ON cost.month_index <= as_of.month_index
  AND cost.fiscal_year >= as_of.fiscal_year - 3
  AND cost.known_from <= as_of.reported_on
  AND (
    cost.known_to IS NULL OR cost.known_to > as_of.reported_on
  )
LEFT JOIN core.unit_successor AS successor
  ON successor.from_unit_code = cost.unit_code
  AND successor.valid_from <= as_of.last_on
  AND (
    successor.valid_to IS NULL OR successor.valid_to > as_of.last_on
  )
WHERE
  as_of.fiscal_year = cost.fiscal_year OR COALESCE(successor.unit_code, '') <> 'UNMAPPED'

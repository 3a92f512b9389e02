MODEL (
  name core.forecast_year_outcome,
  kind EMBEDDED,
  grain (as_of_month, known_on, unit_code, cost_type_code, is_simulated),
  description 'One row per as-of month, day of knowledge, unit and cost type: what the whole year that was forecast cost, on the unit that has followed',
  column_descriptions (
    known_on = 'own: Day on which the later report knew; 9999-12-31 for all that is known now',
    judged_in = 'own: Year of the later report; empty for now',
    unit_code = 'own: Unit of the organisation on the as-of month''s last day',
    amount_sek = 'own: Cost of the year in kronor, revenue + and cost −'
  )
);

WITH judged AS (
  SELECT
    as_of.as_of_month,
    as_of.fiscal_year,
    as_of.last_on,
    later.fiscal_year AS judged_in,
    later.reported_on AS known_on
  FROM core.forecast_as_of AS as_of
  JOIN core.forecast_as_of AS later
    ON later.month_number = as_of.month_number AND later.fiscal_year > as_of.fiscal_year
  UNION ALL
  SELECT
    as_of_month,
    fiscal_year,
    last_on,
    NULL,
    '9999-12-31'::DATE
  FROM core.forecast_as_of AS as_of
), whole_year AS (
  SELECT
    judged.as_of_month,
    judged.known_on
  FROM judged
  JOIN core.ledger_month AS ledger
    ON ledger.fiscal_year = judged.fiscal_year
  GROUP BY
    judged.as_of_month,
    judged.known_on
  HAVING
    COUNT(DISTINCT ledger.month_number) = 12
    AND BOOL_AND(CAST(ledger.is_delivered AND ledger.first_known_on <= judged.known_on AS BOOLEAN))
), cost AS (
  SELECT
    calendar.fiscal_year,
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to,
    SUM(cost.amount_sek) AS amount_sek
  FROM core.cost_month AS cost
  JOIN seed.calendar AS calendar
    ON calendar.month = cost.month
  GROUP BY
    calendar.fiscal_year,
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to
)
SELECT
  judged.as_of_month,
  judged.known_on,
  judged.judged_in,
  cost.cost_type_code,
  cost.is_simulated,
  CASE WHEN successor.unit_code <> 'UNMAPPED' THEN successor.unit_code ELSE cost.unit_code END AS unit_code,
  SUM(@part_between(cost.amount_sek, COALESCE(successor.share_from, 0), COALESCE(successor.share_to, 1))) AS amount_sek
FROM judged
JOIN whole_year
  ON whole_year.as_of_month = judged.as_of_month AND whole_year.known_on = judged.known_on
JOIN cost
  ON cost.fiscal_year = judged.fiscal_year
  AND cost.known_from <= judged.known_on
  AND (
    cost.known_to IS NULL OR cost.known_to > judged.known_on
  )
LEFT JOIN core.unit_successor AS successor
  ON successor.from_unit_code = cost.unit_code
  AND successor.valid_from <= judged.last_on
  AND (
    successor.valid_to IS NULL OR successor.valid_to > judged.last_on
  )
GROUP BY
  judged.as_of_month,
  judged.known_on,
  judged.judged_in,
  cost.cost_type_code,
  cost.is_simulated,
  CASE WHEN successor.unit_code <> 'UNMAPPED' THEN successor.unit_code ELSE cost.unit_code END

AUDIT (
  name month_forecast_is_sum_of_parts
);

/* Forecasts add up: at every level the organisations' forecasts of a line sum to the region's, and gross cost and revenue to net cost. */
SELECT
  part.as_of_month,
  part.cost_type_code,
  part.scope_code,
  part.method_code
FROM (
  SELECT
    as_of_month,
    organisation_level,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated,
    SUM(forecast_sek) AS forecast_sek
  FROM @this_model
  GROUP BY
    as_of_month,
    organisation_level,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated
) AS part
JOIN @this_model AS whole
  ON whole.organisation_level = 'region'
  AND whole.as_of_month = part.as_of_month
  AND whole.cost_type_code = part.cost_type_code
  AND whole.scope_code = part.scope_code
  AND whole.method_code = part.method_code
  AND whole.is_simulated = part.is_simulated
WHERE
  whole.is_complete AND (
    part.forecast_sek IS NULL OR part.forecast_sek <> whole.forecast_sek
  )
UNION ALL
SELECT
  as_of_month,
  organisation_code,
  scope_code,
  method_code
FROM @this_model
WHERE
  cost_type_code IN ('GROSS_COST', 'REVENUE', 'NET_COST')
GROUP BY
  as_of_month,
  organisation_level,
  organisation_code,
  scope_code,
  method_code,
  is_simulated
HAVING
  BOOL_AND(is_complete::BOOLEAN)
  AND SUM(CASE WHEN cost_type_code = 'NET_COST' THEN -forecast_sek ELSE forecast_sek END) <> 0;

AUDIT (
  name month_interval_is_ordered
);

/* The lower end of an interval is not above its upper end, and an incomplete forecast has none. */
SELECT
  *
FROM @this_model
WHERE
  p10_sek > p90_sek OR (
    NOT is_complete AND NOT forecast_sek IS NULL
  );

AUDIT (
  name month_forecast_knows_the_books
);

/* The region's outcome so far in a forecast is what was booked then: no unit that began, ended or moved is lost. */
SELECT
  said.as_of_month,
  said.ytd_sek,
  SUM(booked.amount_sek) AS booked_sek
FROM @this_model AS said
JOIN seed.calendar AS calendar
  ON calendar.month <= said.as_of_month AND calendar.fiscal_year = said.fiscal_year
JOIN core.cost_month AS booked
  ON booked.month = calendar.month
  AND booked.is_simulated = said.is_simulated
  AND booked.known_from <= said.known_on
  AND (
    booked.known_to IS NULL OR booked.known_to > said.known_on
  )
WHERE
  said.organisation_level = 'region'
  AND said.is_default
  AND said.cost_type_code = 'NET_COST'
  AND said.scope_code = 'with_internal'
GROUP BY
  said.as_of_month,
  said.ytd_sek
HAVING
  said.ytd_sek <> SUM(booked.amount_sek)

MODEL (
  name core.forecast_error,
  grain (
    fiscal_year,
    month_number,
    error_year,
    organisation_level,
    organisation_code,
    cost_type_code,
    method_code,
    is_simulated
  ),
  description 'One row per year that is forecast, months of outcome, earlier year, organisation, line and method: how far the earlier year''s forecast was from its outcome, as known when the later one is made',
  column_descriptions (
    fiscal_year = 'own: Year that is forecast; the error is of an earlier one',
    month_number = 'as months_of_outcome',
    error_year = 'Earlier year that was forecast',
    cost_type_code = 'as cost_type_or_line',
    error_share = 'Absolute error as a share of the forecast'
  ),
  tags (
    'working',
    'binary floating point (error_share): a quotient of the backtest, right to 1e-12 of itself'
  )
);

WITH judge AS (
  SELECT DISTINCT
    as_of_month,
    known_on,
    judged_in
  FROM core.forecast_outcome
  WHERE
    NOT judged_in IS NULL
)
SELECT
  judge.judged_in::INT AS fiscal_year,
  line.month_number::INT AS month_number,
  line.fiscal_year::INT AS error_year,
  line.organisation_level::TEXT AS organisation_level,
  line.organisation_code::TEXT AS organisation_code,
  line.cost_type_code::TEXT AS cost_type_code,
  named.interval_class::TEXT AS interval_class,
  line.method_code::TEXT AS method_code,
  line.is_simulated::BOOLEAN AS is_simulated,
  (
    ABS(CAST(COALESCE(outcome.actual_year_sek, 0) - line.forecast_sek AS DOUBLE)) / ABS(line.forecast_sek::DOUBLE)
  )::DOUBLE AS error_share
FROM core.forecast_line AS line
JOIN judge
  ON judge.as_of_month = line.as_of_month
JOIN seed.cost_type_line AS named
  ON named.cost_type_code = line.cost_type_code
  AND (
    named.interval_class = 'net' OR NOT named.is_total
  )
LEFT JOIN core.forecast_outcome AS outcome
  ON outcome.as_of_month = line.as_of_month
  AND outcome.known_on = judge.known_on
  AND outcome.organisation_level = line.organisation_level
  AND outcome.organisation_code = line.organisation_code
  AND outcome.cost_type_code = line.cost_type_code
  AND outcome.scope_code = line.scope_code
  AND outcome.is_simulated = line.is_simulated
WHERE
  line.forecast_sek <> 0
  AND line.scope_code = 'with_internal'
  AND line.organisation_code <> 'UNKNOWN'
  AND (
    line.method_code <> 'submitted' OR line.fallback_count < line.part_count
  )
  AND COALESCE(outcome.is_classified, TRUE)

MODEL (
  name mart.forecast_record,
  grain (forecaster_code, body_code, measure_code, comparison, fiscal_year, forecast_number, is_simulated),
  description 'One row per year-end forecast with what came: the region''s own, as published (the press telling one again is not another), and beside them those of the warehouse''s methods where months exist. Simulated rows are of the simulated region: compare records, never amounts',
  column_descriptions (
    measure_code = 'own: What is forecast: a measure of the published record, or net_cost',
    comparison = 'own: none: the level; budget: the deviation from it',
    fiscal_year = 'as forecast_year',
    forecast_number = 'Order of the forecasts of the year, from 1',
    forecast_on = 'own: Day that the forecast was known',
    known_to = 'own: Last day of outcome that it knew; of a published one the latest outcome that its page tells, empty where it tells none',
    months_known = 'Months of the year that it knew; empty where not known',
    forecast_sek = 'own: Forecast in kronor, revenue + and cost −, result + when better',
    before_sek = 'The forecast before it, of the same year',
    revision_sek = 'own: What it changed of the one before',
    outcome_sek = 'What came, as last known; empty while it is not known',
    outcome_on = 'Day that the outcome was known',
    error_sek = 'Forecast less outcome: negative was too dark',
    error_pct = 'The error in per cent of the outcome''s size',
    is_preliminary_outcome = 'True where the outcome was told before the year''s books were published (before April)',
    figure_id = 'own: The published forecast; empty for methods',
    outcome_figure_id = 'The published outcome; empty for methods',
    delivery_id = 'own: Delivery of the published forecast'
  ),
  audits (
    not_null(columns := (forecaster_name, forecast_on))
  )
);

WITH forecast AS (
  SELECT
    'region' AS forecaster_code,
    published.*
  FROM core.published_forecast AS published
  UNION ALL BY NAME
  SELECT
    method_code AS forecaster_code,
    organisation_code AS body_code,
    'net_cost' AS measure_code,
    'none' AS comparison,
    fiscal_year,
    known_on AS forecast_on,
    CAST(as_of_month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS known_to,
    forecast_sek,
    actual_year_sek AS outcome_sek,
    is_simulated
  FROM mart.year_end_forecast
  WHERE
    organisation_level IN ('region', 'board')
    AND cost_type_code = 'NET_COST'
    AND scope_code = 'with_internal'
    AND NOT forecast_sek IS NULL
    AND organisation_code <> 'UNKNOWN'
), ordered AS (
  SELECT
    forecast.*,
    ROW_NUMBER() OVER (
      PARTITION BY forecaster_code, body_code, measure_code, comparison, fiscal_year, is_simulated
      ORDER BY forecast_on, known_to, figure_id
    ) AS forecast_number,
    LAG(forecast_sek) OVER (
      PARTITION BY forecaster_code, body_code, measure_code, comparison, fiscal_year, is_simulated
      ORDER BY forecast_on, known_to, figure_id
    ) AS before_sek
  FROM forecast
)
SELECT
  ordered.forecaster_code::TEXT AS forecaster_code,
  COALESCE(named.method_name, 'Regionens publicerade prognos')::TEXT AS forecaster_name,
  COALESCE(named.method_name_en, 'The region''s published forecast')::TEXT AS forecaster_name_en,
  ordered.body_code::TEXT AS body_code,
  ordered.measure_code::TEXT AS measure_code,
  ordered.comparison::TEXT AS comparison,
  ordered.fiscal_year::INT AS fiscal_year,
  ordered.forecast_number::INT AS forecast_number,
  ordered.forecast_on::DATE AS forecast_on,
  ordered.known_to::DATE AS known_to,
  EXTRACT(MONTH FROM ordered.known_to)::INT AS months_known,
  ordered.forecast_sek::DECIMAL(18, 2) AS forecast_sek,
  ordered.before_sek::DECIMAL(18, 2) AS before_sek,
  (
    ordered.forecast_sek - ordered.before_sek
  )::DECIMAL(18, 2) AS revision_sek,
  ordered.outcome_sek::DECIMAL(18, 2) AS outcome_sek,
  ordered.outcome_on::DATE AS outcome_on,
  (
    ordered.forecast_sek - ordered.outcome_sek
  )::DECIMAL(18, 2) AS error_sek,
  CASE
    WHEN ordered.outcome_sek <> 0
    THEN @quotient(100 * (
      ordered.forecast_sek - ordered.outcome_sek
    ), ABS(ordered.outcome_sek), 2)
  END::DECIMAL(18, 2) AS error_pct,
  (
    ordered.outcome_on < MAKE_DATE(ordered.fiscal_year + 1, 4, 1)
  )::BOOLEAN AS is_preliminary_outcome,
  ordered.figure_id::TEXT AS figure_id,
  ordered.outcome_figure_id::TEXT AS outcome_figure_id,
  ordered.is_simulated::BOOLEAN AS is_simulated,
  ordered.delivery_id::TEXT AS delivery_id,
  ordered.row_number::INT AS row_number
FROM ordered
LEFT JOIN seed.forecast_method AS named
  ON named.method_code = ordered.forecaster_code

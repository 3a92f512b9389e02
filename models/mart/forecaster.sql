MODEL (
  name mart.forecaster,
  grain (forecaster_code, body_code, measure_code, comparison, is_simulated),
  description 'One row per forecaster × body × what is forecast: its record over the forecasts whose outcome is known',
  column_descriptions (
    measure_code = 'own: What is forecast: a measure of the published record, or net_cost',
    comparison = 'own: none: the level; budget: the deviation from it',
    forecast_count = 'own: Forecasts, those without a known outcome too',
    judged_count = 'Of them, with a known outcome',
    year_count = 'own: Years that the judged are of',
    bias_sek = 'own: Mean of forecast less outcome, each year weighing the same: negative is too dark; empty where none is judged',
    mean_absolute_error_sek = 'Mean of the absolute error, each year weighing the same',
    largest_error_sek = 'Largest absolute error',
    too_dark_count = 'Judged forecasts below the outcome',
    too_bright_count = 'Judged forecasts above the outcome',
    mean_revision_sek = 'Mean size of a change from one forecast of a year to the next'
  ),
  audits (
    not_null(columns := (forecaster_name, forecast_count, judged_count))
  )
);

WITH per_year AS (
  SELECT
    forecaster_code,
    body_code,
    measure_code,
    comparison,
    is_simulated,
    fiscal_year,
    @mean(error_sek, 6) AS bias,
    @mean(ABS(error_sek), 6) AS absolute_error,
    MAX(ABS(error_sek)) AS largest_error
  FROM mart.forecast_record
  WHERE
    NOT error_sek IS NULL
  GROUP BY
    forecaster_code,
    body_code,
    measure_code,
    comparison,
    is_simulated,
    fiscal_year
), years AS (
  SELECT
    forecaster_code,
    body_code,
    measure_code,
    comparison,
    is_simulated,
    COUNT(*) AS year_count,
    @mean(bias, 2) AS bias,
    @mean(absolute_error, 2) AS absolute_error,
    MAX(largest_error) AS largest_error
  FROM per_year
  GROUP BY
    forecaster_code,
    body_code,
    measure_code,
    comparison,
    is_simulated
), counted AS (
  SELECT
    forecaster_code,
    body_code,
    measure_code,
    comparison,
    is_simulated,
    MAX(forecaster_name) AS forecaster_name,
    MAX(forecaster_name_en) AS forecaster_name_en,
    COUNT(*) AS forecast_count,
    COUNT(error_sek) AS judged_count,
    COUNT(CASE WHEN error_sek < 0 THEN 1 END) AS too_dark_count,
    COUNT(CASE WHEN error_sek > 0 THEN 1 END) AS too_bright_count,
    @mean(ABS(revision_sek), 2) AS mean_revision
  FROM mart.forecast_record
  GROUP BY
    forecaster_code,
    body_code,
    measure_code,
    comparison,
    is_simulated
)
SELECT
  counted.forecaster_code::TEXT AS forecaster_code,
  counted.forecaster_name::TEXT AS forecaster_name,
  counted.forecaster_name_en::TEXT AS forecaster_name_en,
  counted.body_code::TEXT AS body_code,
  counted.measure_code::TEXT AS measure_code,
  counted.comparison::TEXT AS comparison,
  counted.forecast_count::INT AS forecast_count,
  counted.judged_count::INT AS judged_count,
  COALESCE(years.year_count, 0)::INT AS year_count,
  years.bias::DECIMAL(18, 2) AS bias_sek,
  years.absolute_error::DECIMAL(18, 2) AS mean_absolute_error_sek,
  years.largest_error::DECIMAL(18, 2) AS largest_error_sek,
  counted.too_dark_count::INT AS too_dark_count,
  counted.too_bright_count::INT AS too_bright_count,
  counted.mean_revision::DECIMAL(18, 2) AS mean_revision_sek,
  counted.is_simulated::BOOLEAN AS is_simulated
FROM counted
LEFT JOIN years
  ON years.forecaster_code = counted.forecaster_code
  AND years.body_code = counted.body_code
  AND years.measure_code = counted.measure_code
  AND years.comparison = counted.comparison
  AND years.is_simulated = counted.is_simulated

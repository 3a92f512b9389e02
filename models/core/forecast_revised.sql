MODEL (
  name core.forecast_revised,
  kind EMBEDDED,
  grain (
    as_of_month,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated
  ),
  description 'One row per forecast of core.forecast_ranged with what it changed of the one a month before',
  column_descriptions (
    fiscal_year = 'as forecast_year',
    month_number = 'as months_of_outcome',
    board_code = 'as organisation_board',
    cost_type_code = 'as cost_type_or_line',
    scope_code = 'as line_scope',
    interval_basis = 'own: pooled or both; empty without an interval',
    p10_sek = 'own: Lower end of the 80 % interval',
    p90_sek = 'own: Upper end of it',
    deviation_sek = 'own: Forecast less budget',
    revision_sek = 'own: Change since the month before',
    revision_missing_code = 'Why there is none; empty where there is one'
  ),
  tags (
    'working'
  )
);

WITH revised AS (
  SELECT
    ranged.*,
    forecast_sek - LAG(forecast_sek) OVER year AS revision_sek,
    LAG(is_complete) OVER year AS is_complete_before,
    LAG(is_classified) OVER year AS is_classified_before
  FROM core.forecast_ranged AS ranged
  WINDOW year AS (
    PARTITION BY fiscal_year, organisation_level, organisation_code, cost_type_code, scope_code, method_code, is_simulated
    ORDER BY as_of_month
  )
)
SELECT
  as_of_month::DATE AS as_of_month,
  reported_on::DATE AS reported_on,
  month_number::INT AS month_number,
  fiscal_year::INT AS fiscal_year,
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  board_code::TEXT AS board_code,
  cost_type_code::TEXT AS cost_type_code,
  cost_type_name::TEXT AS cost_type_name,
  is_total::BOOLEAN AS is_total,
  scope_code::TEXT AS scope_code,
  method_code::TEXT AS method_code,
  forecast_sek::DECIMAL(18, 2) AS forecast_sek,
  (
    forecast_sek - half_interval_sek
  )::DECIMAL(18, 2) AS p10_sek,
  (
    forecast_sek + half_interval_sek
  )::DECIMAL(18, 2) AS p90_sek,
  CASE WHEN half_share IS NULL THEN NULL WHEN widening > 1 THEN 'both' ELSE 'pooled' END::TEXT AS interval_basis,
  error_count::INT AS error_count,
  widening::DECIMAL(9, 6) AS widening,
  ytd_sek::DECIMAL(18, 2) AS ytd_sek,
  budget_year_sek::DECIMAL(18, 2) AS budget_year_sek,
  (
    forecast_sek - budget_year_sek
  )::DECIMAL(18, 2) AS deviation_sek,
  year_1_sek::DECIMAL(18, 2) AS year_1_sek,
  actual_year_sek::DECIMAL(18, 2) AS actual_year_sek,
  revision_sek::DECIMAL(18, 2) AS revision_sek,
  CASE
    WHEN NOT revision_sek IS NULL
    THEN NULL
    WHEN is_complete_before IS NULL
    THEN 'first'
    WHEN forecast_sek IS NULL AND NOT is_classified
    THEN 'unclassified'
    WHEN forecast_sek IS NULL AND NOT is_complete
    THEN 'incomplete'
    WHEN forecast_sek IS NULL
    THEN 'none'
    WHEN NOT is_classified_before
    THEN 'unclassified_before'
    WHEN NOT is_complete_before
    THEN 'incomplete_before'
    ELSE 'none_before'
  END::TEXT AS revision_missing_code,
  part_count::INT AS part_count,
  fallback_count::INT AS fallback_count,
  is_complete::BOOLEAN AS is_complete,
  is_classified::BOOLEAN AS is_classified,
  is_simulated::BOOLEAN AS is_simulated
FROM revised

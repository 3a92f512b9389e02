MODEL (
  name core.forecast_judged,
  grain (
    as_of_month,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated
  ),
  description 'One row per forecast of a whole year that is over, with its error and whether the outcome fell inside its interval',
  column_descriptions (
    month_number = 'as months_of_outcome',
    fiscal_year = 'as forecast_year',
    cost_type_code = 'as cost_type_or_line',
    scope_code = 'as line_scope',
    error_sek = 'own: Forecast less outcome: negative is too dark',
    naive_error_sek = 'Outcome less last years outcome: the error of the simplest forecast',
    is_inside = '1 where the outcome, as known now, fell inside the 80 % interval; empty without one'
  ),
  tags (
    'working'
  )
);

SELECT
  line.as_of_month::DATE AS as_of_month,
  line.month_number::INT AS month_number,
  line.fiscal_year::INT AS fiscal_year,
  line.organisation_level::TEXT AS organisation_level,
  line.organisation_code::TEXT AS organisation_code,
  line.cost_type_code::TEXT AS cost_type_code,
  line.scope_code::TEXT AS scope_code,
  line.method_code::TEXT AS method_code,
  line.actual_year_sek::DECIMAL(18, 2) AS actual_year_sek,
  (
    line.forecast_sek - line.actual_year_sek
  )::DECIMAL(18, 2) AS error_sek,
  (
    line.actual_year_sek - line.year_1_sek
  )::DECIMAL(18, 2) AS naive_error_sek,
  CASE
    WHEN NOT line.half_interval_sek IS NULL
    THEN CASE
      WHEN ABS(line.actual_year_sek - line.forecast_sek) <= line.half_interval_sek + 0.01
      THEN 1
      ELSE 0
    END
  END::INT AS is_inside,
  line.is_simulated::BOOLEAN AS is_simulated
FROM core.forecast_ranged AS line
WHERE
  NOT line.forecast_sek IS NULL
  AND NOT line.actual_year_sek IS NULL
  AND (
    line.method_code <> 'submitted' OR line.fallback_count < line.part_count
  )

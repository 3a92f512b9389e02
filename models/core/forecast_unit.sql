MODEL (
  name core.forecast_unit,
  grain (as_of_month, unit_code, cost_type_code, method_code, is_simulated),
  description 'One row per as-of month, unit, cost type and method of the year-end forecast',
  column_descriptions (
    fiscal_year = 'as forecast_year',
    month_number = 'as months_of_outcome',
    board_code = 'as unit_board',
    forecast_sek = 'own: Forecast of the year in kronor, revenue + and cost −; empty where a month of the year was not delivered by then',
    is_fallback = 'True where the method cannot be computed (no whole year of history, or a share out of reason) and another stands in: rolling twelve; without last year outcome plus the rest of the budget as it is spread; without budget the straight line. For submitted: where the unit had not submitted one by then'
  ),
  tags (
    'working'
  )
);

WITH candidate AS (
  SELECT
    *
  FROM core.forecast_candidate
), submitted AS (
  SELECT
    *
  FROM core.forecast_submitted_known
), simple AS (
  SELECT
    candidate.as_of_month,
    candidate.unit_code,
    candidate.cost_type_code,
    candidate.is_simulated,
    known.method_code,
    CASE known.method_code
      WHEN 'seasonal_share'
      THEN candidate.seasonal_share
      WHEN 'last_year_share'
      THEN candidate.last_year_share
      WHEN 'damped_trend'
      THEN candidate.damped_trend
      WHEN 'rolling_twelve'
      THEN candidate.rolling_twelve
      WHEN 'flat_rest_budget'
      THEN candidate.flat_rest_budget
      WHEN 'straight_line'
      THEN candidate.straight_line
    END::DECIMAL(18, 2) AS value,
    known.is_in_combination
  FROM candidate
  CROSS JOIN seed.forecast_method AS known
  WHERE
    NOT known.method_code IN ('combination', 'submitted')
), method AS (
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    method_code,
    value
  FROM simple
  UNION ALL
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    'combination',
    @mean(value, 2)::DECIMAL(18, 2)
  FROM simple
  WHERE
    is_in_combination
  GROUP BY
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated
), every_method AS (
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    method_code,
    value,
    value IS NULL AS is_fallback
  FROM method
  UNION ALL
  SELECT
    method.as_of_month,
    method.unit_code,
    method.cost_type_code,
    method.is_simulated,
    'submitted',
    COALESCE(submitted.value, method.value),
    submitted.value IS NULL
  FROM method
  LEFT JOIN submitted
    ON submitted.as_of_month = method.as_of_month
    AND submitted.unit_code = method.unit_code
    AND submitted.cost_type_code = method.cost_type_code
    AND submitted.is_simulated = method.is_simulated
  WHERE
    method.method_code = 'combination'
    AND method.as_of_month IN (
      SELECT
        as_of_month
      FROM submitted
    )
)
SELECT
  candidate.as_of_month::DATE AS as_of_month,
  candidate.fiscal_year::INT AS fiscal_year,
  candidate.month_number::INT AS month_number,
  candidate.reported_on::DATE AS reported_on,
  candidate.unit_code::TEXT AS unit_code,
  candidate.department_code::TEXT AS department_code,
  candidate.area_code::TEXT AS area_code,
  candidate.board_code::TEXT AS board_code,
  candidate.cost_type_code::TEXT AS cost_type_code,
  method.method_code::TEXT AS method_code,
  CASE WHEN candidate.is_complete THEN COALESCE(method.value, candidate.stand_in::DECIMAL(18, 2)) END::DECIMAL(18, 2) AS forecast_sek,
  method.is_fallback::BOOLEAN AS is_fallback,
  candidate.ytd_sek::DECIMAL(18, 2) AS ytd_sek,
  candidate.budget_year_sek::DECIMAL(18, 2) AS budget_year_sek,
  candidate.year_1_sek::DECIMAL(18, 2) AS year_1_sek,
  candidate.is_complete::BOOLEAN AS is_complete,
  candidate.is_simulated::BOOLEAN AS is_simulated
FROM candidate
JOIN every_method AS method
  ON method.as_of_month = candidate.as_of_month
  AND method.unit_code = candidate.unit_code
  AND method.cost_type_code = candidate.cost_type_code
  AND method.is_simulated = candidate.is_simulated

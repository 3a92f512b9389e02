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

WITH share AS (
  SELECT
    basis.*,
    ytd_1_sek + ytd_2_sek + COALESCE(ytd_3_sek, 0) AS ytd_before_sek,
    year_1_sek + year_2_sek + COALESCE(year_3_sek, 0) AS year_before_sek
  FROM core.forecast_basis AS basis
), candidate AS (
  SELECT
    share.*,
    ytd_sek + @proportion(ytd_sek, 12 - month_number, months_run, 2) AS straight_line,
    ytd_sek + (
      year_1_sek - ytd_1_sek
    ) AS rolling_twelve,
    ytd_sek + @proportion(budget_year_sek, 12 - month_number, 12, 2) AS flat_rest_budget,
    CASE
      WHEN SIGN(ytd_1_sek) = SIGN(year_1_sek)
      AND 36 * ABS(ytd_1_sek) BETWEEN month_number * ABS(year_1_sek) AND 9 * month_number * ABS(year_1_sek)
      THEN @proportion(ytd_sek, year_1_sek, ytd_1_sek, 2)
    END AS last_year_share,
    CASE
      WHEN SIGN(ytd_before_sek) = SIGN(year_before_sek)
      AND 36 * ABS(ytd_before_sek) BETWEEN month_number * ABS(year_before_sek) AND 9 * month_number * ABS(year_before_sek)
      THEN @proportion(ytd_sek, year_before_sek, ytd_before_sek, 2)
    END AS seasonal_share,
    CASE
      WHEN SIGN(ytd_sek) = SIGN(ytd_1_sek) AND 2 * ABS(ytd_sek) BETWEEN ABS(ytd_1_sek) AND 4 * ABS(ytd_1_sek)
      THEN ytd_sek + (
        year_1_sek - ytd_1_sek
      ) + @proportion(ytd_sek - ytd_1_sek, damped_rest_sek, ytd_1_sek, 2)
    END AS damped_trend,
    COALESCE(
      ytd_sek + (
        year_1_sek - ytd_1_sek
      ),
      ytd_sek + budget_rest_sek,
      ytd_sek + @proportion(ytd_sek, 12 - month_number, months_run, 2),
      ytd_sek
    ) AS stand_in
  FROM share
), long AS (
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    'seasonal_share' AS method_code,
    seasonal_share AS value
  FROM candidate
  UNION ALL
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    'last_year_share',
    last_year_share
  FROM candidate
  UNION ALL
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    'damped_trend',
    damped_trend
  FROM candidate
  UNION ALL
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    'rolling_twelve',
    rolling_twelve
  FROM candidate
  UNION ALL
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    'flat_rest_budget',
    flat_rest_budget
  FROM candidate
  UNION ALL
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    'straight_line',
    straight_line
  FROM candidate
), method AS (
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    method_code,
    value::DECIMAL(18, 2) AS value
  FROM long
  UNION ALL
  SELECT
    long.as_of_month,
    long.unit_code,
    long.cost_type_code,
    long.is_simulated,
    'combination',
    @mean(long.value::DECIMAL(18, 2), 2)::DECIMAL(18, 2)
  FROM long
  JOIN seed.month_forecast_method AS known
    ON known.method_code = long.method_code AND known.is_in_combination
  GROUP BY
    long.as_of_month,
    long.unit_code,
    long.cost_type_code,
    long.is_simulated
), submitted AS (
  SELECT
    sent.as_of_month,
    sent.unit_code,
    sent.cost_type_code,
    sent.is_simulated,
    SUM(sent.amount_sek) AS value
  FROM core.forecast_submitted AS sent
  JOIN seed.month_calendar AS calendar
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

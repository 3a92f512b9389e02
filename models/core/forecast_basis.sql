MODEL (
  name core.forecast_basis,
  grain (as_of_month, unit_code, cost_type_code, is_simulated),
  description 'One row per as-of month, unit and cost type: the sums that the year-end forecasts are made of, as known when the months report was written',
  column_descriptions (
    fiscal_year = 'as forecast_year',
    month_number = 'as months_of_outcome',
    unit_code = 'own: Unit of the organisation on the as-of months last day, by the newest register; the past is mapped to it. What a unit that has ended without a successor cost this year stays its own',
    department_code = 'own: Department of the unit then',
    area_code = 'own: Area of the unit then',
    board_code = 'as unit_board',
    ytd_sek = 'own: Outcome January to the as-of month, as known then',
    months_run = 'Months of outcome; for a unit without cost last year, those since it began',
    ytd_1_sek = 'The same months one year back; empty where that year is not whole, or the unit is new: without any cost then',
    year_1_sek = 'own: The whole year one year back; empty in the same cases',
    ytd_2_sek = 'The same months two years back',
    year_2_sek = 'The whole year two years back',
    ytd_3_sek = 'The same months three years back',
    year_3_sek = 'The whole year three years back',
    damped_rest_sek = 'Last years remaining months, each times 0.9 to the power of the months ahead',
    budget_year_sek = 'own: Years budget in force as known then',
    budget_rest_sek = 'Of it, the months after the as-of month'
  ),
  tags (
    'working'
  )
);

WITH placed AS (
  SELECT
    summed.*,
    place.fiscal_year,
    place.month_number,
    place.reported_on,
    place.department_code,
    place.area_code,
    place.board_code,
    coverage.month_count,
    coverage.month_count_2,
    coverage.month_count_3,
    coverage.month_count_1 = 12 AND (
      COALESCE(summed.ran_last_year, FALSE) OR place.is_ended
    ) AS has_last_year,
    CASE
      WHEN summed.ran_last_year
      THEN place.month_number
      ELSE place.month_number - summed.first_number + 1
    END AS months_run
  FROM core.forecast_sum AS summed
  JOIN core.forecast_place AS place
    ON place.as_of_month = summed.as_of_month AND place.unit_code = summed.unit_code
  JOIN core.forecast_coverage AS coverage
    ON coverage.as_of_month = place.as_of_month
    AND coverage.board_code = place.register_board_code
    AND coverage.is_simulated = summed.is_simulated
)
SELECT
  placed.as_of_month::DATE AS as_of_month,
  placed.fiscal_year::INT AS fiscal_year,
  placed.month_number::INT AS month_number,
  placed.reported_on::DATE AS reported_on,
  placed.unit_code::TEXT AS unit_code,
  placed.department_code::TEXT AS department_code,
  placed.area_code::TEXT AS area_code,
  placed.board_code::TEXT AS board_code,
  placed.cost_type_code::TEXT AS cost_type_code,
  placed.ytd_sek::DECIMAL(18, 2) AS ytd_sek,
  placed.months_run::INT AS months_run,
  CASE WHEN placed.has_last_year THEN placed.ytd_1_sek END::DECIMAL(18, 2) AS ytd_1_sek,
  CASE WHEN placed.has_last_year THEN placed.year_1_sek END::DECIMAL(18, 2) AS year_1_sek,
  CASE WHEN placed.month_count_2 = 12 THEN placed.ytd_2_sek END::DECIMAL(18, 2) AS ytd_2_sek,
  CASE WHEN placed.month_count_2 = 12 THEN placed.year_2_sek END::DECIMAL(18, 2) AS year_2_sek,
  CASE WHEN placed.month_count_3 = 12 THEN placed.ytd_3_sek END::DECIMAL(18, 2) AS ytd_3_sek,
  CASE WHEN placed.month_count_3 = 12 THEN placed.year_3_sek END::DECIMAL(18, 2) AS year_3_sek,
  CASE WHEN placed.has_last_year THEN placed.damped_rest_sek END::DECIMAL(18, 2) AS damped_rest_sek,
  budget.budget_year_sek::DECIMAL(18, 2) AS budget_year_sek,
  budget.budget_rest_sek::DECIMAL(18, 2) AS budget_rest_sek,
  (
    placed.month_count = placed.month_number
  )::BOOLEAN AS is_complete,
  placed.is_simulated::BOOLEAN AS is_simulated
FROM placed
LEFT JOIN core.forecast_budget AS budget
  ON budget.as_of_month = placed.as_of_month
  AND budget.unit_code = placed.unit_code
  AND budget.cost_type_code = placed.cost_type_code
  AND budget.is_simulated = placed.is_simulated

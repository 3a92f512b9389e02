MODEL (
  name core.forecast_candidate,
  kind EMBEDDED,
  grain (as_of_month, unit_code, cost_type_code, is_simulated),
  description 'One row per as-of month, unit and cost type, with the year as each method by itself would forecast it and what stands in where one cannot be computed',
  column_descriptions (
    unit_code = 'own: Unit of the organisation on the as-of month''s last day',
    stand_in = 'Forecast where a method cannot be computed: rolling twelve; else outcome plus the rest of the budget; else the straight line',
    ytd_1_sek = 'own: The same months one year back',
    year_1_sek = 'own: The whole year one year back',
    ytd_2_sek = 'own: The same months two years back',
    year_2_sek = 'own: The whole year two years back',
    ytd_3_sek = 'own: The same months three years back',
    year_3_sek = 'own: The whole year three years back',
    damped_rest_sek = 'own: Last year''s remaining months, each times 0.9 to the power of the months ahead',
    fiscal_year = 'as forecast_year',
    month_number = 'as months_of_outcome',
    months_run = 'own: Months of outcome; for a unit without cost last year, those since it began',
    budget_rest_sek = 'own: Of the budget, the months after the as-of month'
  )
);

WITH share AS (
  SELECT
    basis.*,
    ytd_1_sek + ytd_2_sek + COALESCE(ytd_3_sek, 0) AS ytd_before_sek,
    year_1_sek + year_2_sek + COALESCE(year_3_sek, 0) AS year_before_sek
  FROM core.forecast_basis AS basis
)
SELECT
  share.as_of_month,
  share.fiscal_year,
  share.month_number,
  share.reported_on,
  share.unit_code,
  share.department_code,
  share.area_code,
  share.board_code,
  share.cost_type_code,
  share.ytd_sek,
  share.months_run,
  share.ytd_1_sek,
  share.year_1_sek,
  share.ytd_2_sek,
  share.year_2_sek,
  share.ytd_3_sek,
  share.year_3_sek,
  share.damped_rest_sek,
  share.budget_year_sek,
  share.budget_rest_sek,
  share.is_complete,
  share.is_simulated,
  share.ytd_before_sek,
  share.year_before_sek,
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

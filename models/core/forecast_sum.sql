MODEL (
  name core.forecast_sum,
  kind EMBEDDED,
  grain (as_of_month, unit_code, cost_type_code, is_simulated),
  description 'One row per as-of month, unit and cost type that has a cost or a budget: what it cost so far this year, and so far and in all of each of the three before',
  column_descriptions (
    ytd_sek = 'own: Outcome January to the as-of month, as known then',
    ytd_1_sek = 'own: The same months one year back',
    year_1_sek = 'own: The whole year one year back',
    ytd_2_sek = 'own: The same months two years back',
    year_2_sek = 'own: The whole year two years back',
    ytd_3_sek = 'own: The same months three years back',
    year_3_sek = 'own: The whole year three years back',
    damped_rest_sek = 'own: Last year''s remaining months, each times 0.9 to the power of the months ahead',
    ran_last_year = 'True where the unit had any cost last year',
    first_number = 'First month of the year that the unit had a cost in'
  )
);

WITH history AS (
  SELECT
    *
  FROM core.forecast_history
), cell AS (
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    years_back,
    month_number,
    as_of_number,
    amount_sek
  FROM history
  UNION ALL BY NAME
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    0 AS years_back,
    0 AS month_number,
    0 AS as_of_number,
    0 AS amount_sek
  FROM core.forecast_budget
), summed AS (
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    SUM(CASE WHEN years_back = 0 THEN amount_sek ELSE 0 END) AS ytd_sek,
    SUM(CASE WHEN years_back = 1 AND month_number <= as_of_number THEN amount_sek ELSE 0 END) AS ytd_1_sek,
    SUM(CASE WHEN years_back = 1 THEN amount_sek ELSE 0 END) AS year_1_sek,
    SUM(CASE WHEN years_back = 2 AND month_number <= as_of_number THEN amount_sek ELSE 0 END) AS ytd_2_sek,
    SUM(CASE WHEN years_back = 2 THEN amount_sek ELSE 0 END) AS year_2_sek,
    SUM(CASE WHEN years_back = 3 AND month_number <= as_of_number THEN amount_sek ELSE 0 END) AS ytd_3_sek,
    SUM(CASE WHEN years_back = 3 THEN amount_sek ELSE 0 END) AS year_3_sek,
    SUM(
      CASE
        WHEN years_back = 1 AND month_number > as_of_number
        THEN @product(amount_sek, @decimal_power(0.9, month_number - as_of_number, 12))::DECIMAL(18, 2)
        ELSE 0
      END
    ) AS damped_rest_sek
  FROM cell
  GROUP BY
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated
), unit_begun AS (
  SELECT
    as_of_month,
    unit_code,
    is_simulated,
    BOOL_OR(CAST(years_back = 1 AS BOOLEAN)) AS ran_last_year,
    MIN(CASE WHEN years_back = 0 THEN month_number END) AS first_number
  FROM history
  GROUP BY
    as_of_month,
    unit_code,
    is_simulated
)
SELECT
  summed.as_of_month,
  summed.unit_code,
  summed.cost_type_code,
  summed.is_simulated,
  summed.ytd_sek,
  summed.ytd_1_sek,
  summed.year_1_sek,
  summed.ytd_2_sek,
  summed.year_2_sek,
  summed.ytd_3_sek,
  summed.year_3_sek,
  summed.damped_rest_sek,
  unit_begun.ran_last_year,
  unit_begun.first_number
FROM summed
LEFT JOIN unit_begun
  ON unit_begun.as_of_month = summed.as_of_month
  AND unit_begun.unit_code = summed.unit_code
  AND unit_begun.is_simulated = summed.is_simulated

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

WITH as_of AS (
  SELECT DISTINCT
    as_of_month,
    month_index,
    fiscal_year,
    month_number,
    reported_on,
    last_on
  FROM core.forecast_place
), cost AS (
  SELECT
    cost.board_code,
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to,
    calendar.month_index,
    calendar.fiscal_year,
    calendar.month_number,
    SUM(cost.amount_sek) AS amount_sek
  FROM core.cost_month AS cost
  JOIN seed.month_calendar AS calendar
    ON calendar.month = cost.month
  GROUP BY
    cost.board_code,
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to,
    calendar.month_index,
    calendar.fiscal_year,
    calendar.month_number
), known_cost AS (
  SELECT
    as_of.as_of_month,
    as_of.month_number AS as_of_number,
    as_of.last_on,
    as_of.fiscal_year - cost.fiscal_year AS years_back,
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.month_number,
    cost.amount_sek
  FROM as_of
  JOIN cost
    ON cost.month_index <= as_of.month_index
    AND cost.fiscal_year >= as_of.fiscal_year - 3
    AND cost.known_from <= as_of.reported_on
    AND (
      cost.known_to IS NULL OR cost.known_to > as_of.reported_on
    )
), history AS (
  SELECT
    known_cost.as_of_month,
    CASE WHEN successor.unit_code <> 'UNMAPPED' THEN successor.unit_code ELSE known_cost.unit_code END AS unit_code,
    known_cost.cost_type_code,
    known_cost.is_simulated,
    known_cost.years_back,
    known_cost.month_number,
    known_cost.as_of_number,
    CAST(known_cost.amount_sek * COALESCE(successor.share_to, 1) AS DECIMAL(18, 2)) - CAST(known_cost.amount_sek * COALESCE(successor.share_from, 0) AS DECIMAL(18, 2)) AS amount_sek
  FROM known_cost
  LEFT JOIN core.unit_successor AS successor
    ON successor.from_unit_code = known_cost.unit_code
    AND successor.valid_from <= known_cost.last_on
    AND (
      successor.valid_to IS NULL OR successor.valid_to > known_cost.last_on
    )
  WHERE
    known_cost.years_back = 0 OR COALESCE(successor.unit_code, '') <> 'UNMAPPED'
), budget_version AS (
  SELECT
    as_of.as_of_month,
    budget.board_code,
    budget.fiscal_year,
    budget.unit_code,
    MAX(budget.version_rank) AS version_rank
  FROM as_of
  JOIN core.budget_month AS budget
    ON budget.fiscal_year = as_of.fiscal_year
    AND budget.is_decided
    AND budget.known_from <= as_of.reported_on
    AND (
      budget.known_to IS NULL OR budget.known_to > as_of.reported_on
    )
  GROUP BY
    as_of.as_of_month,
    budget.board_code,
    budget.fiscal_year,
    budget.unit_code
), budget AS (
  SELECT
    as_of.as_of_month,
    budget.unit_code,
    budget.cost_type_code,
    budget.is_simulated,
    SUM(budget.amount_sek) AS budget_year_sek,
    SUM(CASE WHEN budget.month > as_of.as_of_month THEN budget.amount_sek ELSE 0 END) AS budget_rest_sek
  FROM as_of
  JOIN budget_version
    ON budget_version.as_of_month = as_of.as_of_month
  JOIN core.budget_month AS budget
    ON budget.board_code = budget_version.board_code
    AND budget.fiscal_year = budget_version.fiscal_year
    AND budget.unit_code = budget_version.unit_code
    AND budget.version_rank = budget_version.version_rank
    AND budget.is_decided
    AND budget.known_from <= as_of.reported_on
    AND (
      budget.known_to IS NULL OR budget.known_to > as_of.reported_on
    )
  GROUP BY
    as_of.as_of_month,
    budget.unit_code,
    budget.cost_type_code,
    budget.is_simulated
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
  UNION ALL
  SELECT
    as_of_month,
    unit_code,
    cost_type_code,
    is_simulated,
    0,
    0,
    0,
    0
  FROM budget
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
), known_month AS (
  SELECT DISTINCT
    as_of.as_of_month,
    cost.board_code,
    cost.is_simulated,
    as_of.fiscal_year - cost.fiscal_year AS years_back,
    cost.month_number
  FROM as_of
  JOIN cost
    ON cost.month_index <= as_of.month_index
    AND cost.fiscal_year >= as_of.fiscal_year - 3
    AND cost.known_from <= as_of.reported_on
), coverage AS (
  SELECT
    as_of_month,
    board_code,
    is_simulated,
    SUM(CASE WHEN years_back = 0 THEN 1 ELSE 0 END) AS month_count,
    SUM(CASE WHEN years_back = 1 THEN 1 ELSE 0 END) AS month_count_1,
    SUM(CASE WHEN years_back = 2 THEN 1 ELSE 0 END) AS month_count_2,
    SUM(CASE WHEN years_back = 3 THEN 1 ELSE 0 END) AS month_count_3
  FROM known_month
  GROUP BY
    as_of_month,
    board_code,
    is_simulated
), placed AS (
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
      COALESCE(unit_begun.ran_last_year, FALSE) OR place.is_ended
    ) AS has_last_year,
    CASE
      WHEN unit_begun.ran_last_year
      THEN place.month_number
      ELSE place.month_number - unit_begun.first_number + 1
    END AS months_run
  FROM summed
  JOIN core.forecast_place AS place
    ON place.as_of_month = summed.as_of_month AND place.unit_code = summed.unit_code
  JOIN coverage
    ON coverage.as_of_month = place.as_of_month
    AND coverage.board_code = place.board_code
    AND coverage.is_simulated = summed.is_simulated
  LEFT JOIN unit_begun
    ON unit_begun.as_of_month = summed.as_of_month
    AND unit_begun.unit_code = summed.unit_code
    AND unit_begun.is_simulated = summed.is_simulated
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
LEFT JOIN budget
  ON budget.as_of_month = placed.as_of_month
  AND budget.unit_code = placed.unit_code
  AND budget.cost_type_code = placed.cost_type_code
  AND budget.is_simulated = placed.is_simulated

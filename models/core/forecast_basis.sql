MODEL (
  name core.forecast_basis,
  kind FULL,
  owner controlling,
  grain (as_of_month, unit_code, cost_type_code, is_simulated),
  description 'One row per as-of month, unit and cost type: the sums that the year-end forecasts are made of, as known when the months report was written',
  column_descriptions (
    as_of_month = 'Last month of outcome that is known',
    fiscal_year = 'Year that is forecast',
    month_number = 'Months of outcome, 1–12',
    reported_on = 'Day on which the report knew',
    unit_code = 'Unit of the organisation on the as-of months last day; the past is mapped to it',
    department_code = 'Code of the department',
    area_code = 'Code of the area',
    board_code = 'Board of the unit then',
    cost_type_code = 'Cost type',
    ytd_sek = 'Outcome January to the as-of month, as known then',
    ytd_1_sek = 'The same months one year back; empty where that year is not whole',
    year_1_sek = 'The whole year one year back',
    ytd_2_sek = 'The same months two years back',
    year_2_sek = 'The whole year two years back',
    ytd_3_sek = 'The same months three years back',
    year_3_sek = 'The whole year three years back',
    damped_rest_sek = 'Last years remaining months, each times 0.9 to the power of the months ahead',
    budget_year_sek = 'Years budget in force as known then',
    budget_rest_sek = 'Of it, the months after the as-of month',
    is_complete = 'False where the board had not delivered every month of the year by then',
    actual_year_sek = 'What the year became, as known now; empty while the year is not whole',
    is_simulated = 'True for rows of the simulated region'
  ),
  tags ('working'),
  audits (
    unique_combination_of_columns(columns := (as_of_month, unit_code, cost_type_code, is_simulated)),
    not_null(columns := (as_of_month, unit_code, cost_type_code, is_simulated))
  )
);

WITH as_of AS (
  SELECT DISTINCT ledger.month AS as_of_month, ledger.month_index, ledger.fiscal_year, ledger.month_number, ledger.reported_on, calendar.last_on
  FROM core.ledger_month AS ledger
  JOIN seed.month_calendar AS calendar
    ON calendar.month = ledger.month
  WHERE ledger.month_index >= (SELECT MIN(month_index) + 12 FROM core.ledger_month)
), cost AS (
  SELECT
    cost.board_code, cost.unit_code, cost.cost_type_code, cost.is_simulated, cost.known_from, cost.known_to, cost.is_current,
    calendar.month_index, calendar.fiscal_year, calendar.month_number, SUM(cost.amount_sek) AS amount_sek
  FROM core.cost_month AS cost
  JOIN seed.month_calendar AS calendar
    ON calendar.month = cost.month
  GROUP BY
    cost.board_code, cost.unit_code, cost.cost_type_code, cost.is_simulated, cost.known_from, cost.known_to, cost.is_current,
    calendar.month_index, calendar.fiscal_year, calendar.month_number
), known_cost AS (
  SELECT
    as_of.as_of_month, as_of.month_number AS as_of_number, as_of.last_on, as_of.fiscal_year - cost.fiscal_year AS years_back,
    cost.unit_code, cost.cost_type_code, cost.is_simulated, cost.month_number, cost.amount_sek
  FROM as_of
  JOIN cost
    ON cost.month_index <= as_of.month_index AND cost.fiscal_year >= as_of.fiscal_year - 3
    AND cost.known_from <= as_of.reported_on AND (cost.known_to IS NULL OR cost.known_to > as_of.reported_on)
), history AS (
  SELECT
    known_cost.as_of_month,
    COALESCE(successor.unit_code, known_cost.unit_code) AS unit_code,
    known_cost.cost_type_code, known_cost.is_simulated, known_cost.years_back, known_cost.month_number, known_cost.as_of_number,
    CAST(known_cost.amount_sek * (COALESCE(successor.share_to, 1) - COALESCE(successor.share_from, 0)) AS DECIMAL(18, 2)) AS amount_sek
  FROM known_cost
  LEFT JOIN core.unit_successor AS successor
    ON successor.from_unit_code = known_cost.unit_code AND successor.valid_from <= known_cost.last_on
    AND (successor.valid_to IS NULL OR successor.valid_to > known_cost.last_on)
), summed AS (
  SELECT
    as_of_month, unit_code, cost_type_code, is_simulated,
    SUM(CASE WHEN years_back = 0 THEN amount_sek ELSE 0 END) AS ytd_sek,
    SUM(CASE WHEN years_back = 1 AND month_number <= as_of_number THEN amount_sek ELSE 0 END) AS ytd_1_sek,
    SUM(CASE WHEN years_back = 1 THEN amount_sek ELSE 0 END) AS year_1_sek,
    SUM(CASE WHEN years_back = 2 AND month_number <= as_of_number THEN amount_sek ELSE 0 END) AS ytd_2_sek,
    SUM(CASE WHEN years_back = 2 THEN amount_sek ELSE 0 END) AS year_2_sek,
    SUM(CASE WHEN years_back = 3 AND month_number <= as_of_number THEN amount_sek ELSE 0 END) AS ytd_3_sek,
    SUM(CASE WHEN years_back = 3 THEN amount_sek ELSE 0 END) AS year_3_sek,
    SUM(CASE WHEN years_back = 1 AND month_number > as_of_number THEN CAST(amount_sek * POWER(0.9, month_number - as_of_number) AS DECIMAL(18, 2)) ELSE 0 END) AS damped_rest_sek
  FROM history
  GROUP BY as_of_month, unit_code, cost_type_code, is_simulated
), known_month AS (
  SELECT DISTINCT as_of.as_of_month, cost.board_code, cost.is_simulated, as_of.fiscal_year - cost.fiscal_year AS years_back, cost.month_number
  FROM as_of
  JOIN cost
    ON cost.month_index <= as_of.month_index AND cost.fiscal_year >= as_of.fiscal_year - 3 AND cost.known_from <= as_of.reported_on
), coverage AS (
  SELECT
    as_of_month, board_code, is_simulated,
    SUM(CASE WHEN years_back = 0 THEN 1 ELSE 0 END) AS month_count,
    SUM(CASE WHEN years_back = 1 THEN 1 ELSE 0 END) AS month_count_1,
    SUM(CASE WHEN years_back = 2 THEN 1 ELSE 0 END) AS month_count_2,
    SUM(CASE WHEN years_back = 3 THEN 1 ELSE 0 END) AS month_count_3
  FROM known_month
  GROUP BY as_of_month, board_code, is_simulated
), budget_version AS (
  SELECT as_of.as_of_month, budget.board_code, budget.fiscal_year, MAX(budget.version_rank) AS version_rank
  FROM as_of
  JOIN core.budget_month AS budget
    ON budget.fiscal_year = as_of.fiscal_year AND budget.is_decided
    AND budget.known_from <= as_of.reported_on AND (budget.known_to IS NULL OR budget.known_to > as_of.reported_on)
  GROUP BY as_of.as_of_month, budget.board_code, budget.fiscal_year
), budget AS (
  SELECT
    as_of.as_of_month, budget.unit_code, budget.cost_type_code, budget.is_simulated,
    SUM(budget.amount_sek) AS budget_year_sek,
    SUM(CASE WHEN budget.month > as_of.as_of_month THEN budget.amount_sek ELSE 0 END) AS budget_rest_sek
  FROM as_of
  JOIN budget_version
    ON budget_version.as_of_month = as_of.as_of_month
  JOIN core.budget_month AS budget
    ON budget.board_code = budget_version.board_code AND budget.fiscal_year = budget_version.fiscal_year
    AND budget.version_rank = budget_version.version_rank AND budget.is_decided
    AND budget.known_from <= as_of.reported_on AND (budget.known_to IS NULL OR budget.known_to > as_of.reported_on)
  GROUP BY as_of.as_of_month, budget.unit_code, budget.cost_type_code, budget.is_simulated
), whole_year AS (
  SELECT fiscal_year
  FROM core.ledger_month
  GROUP BY fiscal_year
  HAVING COUNT(DISTINCT month_number) = 12 AND BOOL_AND(is_delivered)
), outcome AS (
  SELECT
    as_of.as_of_month,
    COALESCE(successor.unit_code, cost.unit_code) AS unit_code,
    cost.cost_type_code, cost.is_simulated,
    SUM(CAST(cost.amount_sek * (COALESCE(successor.share_to, 1) - COALESCE(successor.share_from, 0)) AS DECIMAL(18, 2))) AS actual_year_sek
  FROM as_of
  JOIN whole_year
    ON whole_year.fiscal_year = as_of.fiscal_year
  JOIN cost
    ON cost.fiscal_year = as_of.fiscal_year AND cost.is_current
  LEFT JOIN core.unit_successor AS successor
    ON successor.from_unit_code = cost.unit_code AND successor.valid_from <= as_of.last_on
    AND (successor.valid_to IS NULL OR successor.valid_to > as_of.last_on)
  GROUP BY as_of.as_of_month, COALESCE(successor.unit_code, cost.unit_code), cost.cost_type_code, cost.is_simulated
), placed AS (
  SELECT
    summed.*, as_of.fiscal_year, as_of.month_number, as_of.reported_on,
    COALESCE(valid.department_code, 'UNKNOWN') AS department_code,
    COALESCE(valid.area_code, 'UNKNOWN') AS area_code,
    COALESCE(valid.board_code, booked.board_code) AS board_code
  FROM summed
  JOIN as_of
    ON as_of.as_of_month = summed.as_of_month
  LEFT JOIN core.unit AS valid
    ON valid.unit_code = summed.unit_code AND as_of.last_on >= valid.valid_from AND as_of.last_on <= COALESCE(valid.valid_to, DATE '9999-12-31')
  LEFT JOIN (SELECT unit_code, MAX(board_code) AS board_code FROM core.cost_month GROUP BY unit_code) AS booked
    ON booked.unit_code = summed.unit_code
  WHERE summed.unit_code <> 'UNMAPPED' OR summed.ytd_sek <> 0
)
SELECT
  placed.as_of_month::DATE AS as_of_month,
  placed.fiscal_year::INTEGER AS fiscal_year,
  placed.month_number::INTEGER AS month_number,
  placed.reported_on::DATE AS reported_on,
  placed.unit_code::TEXT AS unit_code,
  placed.department_code::TEXT AS department_code,
  placed.area_code::TEXT AS area_code,
  placed.board_code::TEXT AS board_code,
  placed.cost_type_code::TEXT AS cost_type_code,
  placed.ytd_sek::DECIMAL(18, 2) AS ytd_sek,
  CASE WHEN coverage.month_count_1 = 12 THEN placed.ytd_1_sek END::DECIMAL(18, 2) AS ytd_1_sek,
  CASE WHEN coverage.month_count_1 = 12 THEN placed.year_1_sek END::DECIMAL(18, 2) AS year_1_sek,
  CASE WHEN coverage.month_count_2 = 12 THEN placed.ytd_2_sek END::DECIMAL(18, 2) AS ytd_2_sek,
  CASE WHEN coverage.month_count_2 = 12 THEN placed.year_2_sek END::DECIMAL(18, 2) AS year_2_sek,
  CASE WHEN coverage.month_count_3 = 12 THEN placed.ytd_3_sek END::DECIMAL(18, 2) AS ytd_3_sek,
  CASE WHEN coverage.month_count_3 = 12 THEN placed.year_3_sek END::DECIMAL(18, 2) AS year_3_sek,
  CASE WHEN coverage.month_count_1 = 12 THEN placed.damped_rest_sek END::DECIMAL(18, 2) AS damped_rest_sek,
  budget.budget_year_sek::DECIMAL(18, 2) AS budget_year_sek,
  budget.budget_rest_sek::DECIMAL(18, 2) AS budget_rest_sek,
  (coverage.month_count = placed.month_number)::BOOLEAN AS is_complete,
  CASE WHEN whole_year.fiscal_year IS NOT NULL THEN COALESCE(outcome.actual_year_sek, 0) END::DECIMAL(18, 2) AS actual_year_sek,
  placed.is_simulated::BOOLEAN AS is_simulated
FROM placed
JOIN coverage
  ON coverage.as_of_month = placed.as_of_month AND coverage.board_code = placed.board_code AND coverage.is_simulated = placed.is_simulated
LEFT JOIN budget
  ON budget.as_of_month = placed.as_of_month AND budget.unit_code = placed.unit_code
  AND budget.cost_type_code = placed.cost_type_code AND budget.is_simulated = placed.is_simulated
LEFT JOIN whole_year
  ON whole_year.fiscal_year = placed.fiscal_year
LEFT JOIN outcome
  ON outcome.as_of_month = placed.as_of_month AND outcome.unit_code = placed.unit_code
  AND outcome.cost_type_code = placed.cost_type_code AND outcome.is_simulated = placed.is_simulated

MODEL (
  name core.forecast_line,
  kind FULL,
  owner controlling,
  grain (as_of_month, organisation_level, organisation_code, cost_type_code, scope_code, method_code, is_simulated),
  description 'One row per as-of month, organisation, line, scope and method: the sum of the units forecasts',
  column_descriptions (
    as_of_month = 'Last month of outcome that is known',
    fiscal_year = 'Year that is forecast',
    month_number = 'Months of outcome, 1–12',
    reported_on = 'Day on which the report knew',
    organisation_level = 'region, board, area, department or unit',
    organisation_code = 'Code of the organisation at its level; UNMAPPED where the past has no successor, UNKNOWN where the unit is not in the register',
    board_code = 'Board of the organisation; RJH for the region',
    cost_type_code = 'Cost type, or a line that sums cost types',
    scope_code = 'with_internal, or for sums of cost types also without_internal',
    method_code = 'Method of the forecast',
    forecast_sek = 'Forecast of the year: the sum of the parts forecasts; empty while a parts board has not delivered every month',
    ytd_sek = 'Outcome so far as known then',
    budget_year_sek = 'Years budget as known then',
    year_1_sek = 'Last years outcome as known then',
    actual_year_sek = 'What the year became; empty while it is not whole',
    part_count = 'Units and cost types that are summed',
    fallback_count = 'Of them, those where a fallback stands in for the method',
    is_complete = 'False where a board had not delivered every month of the year by then',
    is_simulated = 'True for rows of the simulated region'
  ),
  tags ('working'),
  audits (
    unique_combination_of_columns(columns := (as_of_month, organisation_level, organisation_code, cost_type_code, scope_code, method_code, is_simulated)),
    not_null(columns := (as_of_month, organisation_level, organisation_code, cost_type_code, scope_code, method_code, is_simulated))
  )
);

WITH levelled AS (
  SELECT unit.*, 'unit' AS organisation_level, unit_code AS organisation_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT unit.*, 'department', department_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT unit.*, 'area', area_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT unit.*, 'board', board_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT unit.*, 'region', region.board_code
  FROM core.forecast_unit AS unit
  JOIN seed.board AS region
    ON region.board_code = 'RJH'
)
SELECT
  levelled.as_of_month::DATE AS as_of_month,
  MAX(levelled.fiscal_year)::INTEGER AS fiscal_year,
  MAX(levelled.month_number)::INTEGER AS month_number,
  MAX(levelled.reported_on)::DATE AS reported_on,
  levelled.organisation_level::TEXT AS organisation_level,
  levelled.organisation_code::TEXT AS organisation_code,
  CASE WHEN levelled.organisation_level = 'region' THEN 'RJH' ELSE MAX(levelled.board_code) END::TEXT AS board_code,
  member.cost_type_code::TEXT AS cost_type_code,
  member.scope_code::TEXT AS scope_code,
  levelled.method_code::TEXT AS method_code,
  CASE WHEN BOOL_AND(levelled.is_complete) THEN SUM(levelled.forecast_sek) END::DECIMAL(18, 2) AS forecast_sek,
  SUM(levelled.ytd_sek)::DECIMAL(18, 2) AS ytd_sek,
  SUM(levelled.budget_year_sek)::DECIMAL(18, 2) AS budget_year_sek,
  SUM(levelled.year_1_sek)::DECIMAL(18, 2) AS year_1_sek,
  SUM(levelled.actual_year_sek)::DECIMAL(18, 2) AS actual_year_sek,
  COUNT(*)::INTEGER AS part_count,
  SUM(CASE WHEN levelled.is_fallback THEN 1 ELSE 0 END)::INTEGER AS fallback_count,
  BOOL_AND(levelled.is_complete)::BOOLEAN AS is_complete,
  levelled.is_simulated::BOOLEAN AS is_simulated
FROM levelled
JOIN seed.month_line_member AS member
  ON member.member_code = levelled.cost_type_code AND member.on_cost_kind = 'booked'
JOIN seed.month_line AS named
  ON named.cost_type_code = member.cost_type_code AND (named.is_total OR member.scope_code = 'with_internal')
GROUP BY
  levelled.as_of_month, levelled.organisation_level, levelled.organisation_code, member.cost_type_code, member.scope_code,
  levelled.method_code, levelled.is_simulated

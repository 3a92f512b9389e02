MODEL (
  name core.forecast_line,
  grain (
    as_of_month,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated
  ),
  description 'One row per as-of month, organisation, line, scope and method: the sum of the units forecasts',
  column_descriptions (
    fiscal_year = 'as forecast_year',
    month_number = 'as months_of_outcome',
    board_code = 'as organisation_board',
    cost_type_code = 'as cost_type_or_line',
    scope_code = 'as line_scope',
    forecast_sek = 'own: Forecast of the year: the sum of the parts forecasts; empty while a parts board has not delivered every month, or where an amount without a cost type may belong to the line',
    is_complete = 'own: False where a board had not delivered every month of the year by then, or an amount of the years that the forecast stands on has no cost type and may belong to the line',
    is_classified = 'own: False for the latter'
  ),
  tags (
    'working'
  )
);

WITH levelled AS (
  SELECT
    unit.*,
    'unit' AS organisation_level,
    unit_code AS organisation_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT
    unit.*,
    'department',
    department_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT
    unit.*,
    'area',
    area_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT
    unit.*,
    'board',
    board_code
  FROM core.forecast_unit AS unit
  UNION ALL
  SELECT
    unit.*,
    'region',
    region.board_code
  FROM core.forecast_unit AS unit
  JOIN seed.board AS region
    ON region.board_code = @region_code
), summed AS (
  SELECT
    levelled.as_of_month,
    MAX(levelled.fiscal_year) AS fiscal_year,
    MAX(levelled.month_number) AS month_number,
    MAX(levelled.reported_on) AS reported_on,
    levelled.organisation_level,
    levelled.organisation_code,
    CASE WHEN levelled.organisation_level = 'region' THEN @region_code ELSE MAX(levelled.board_code) END AS board_code,
    member.cost_type_code,
    member.scope_code,
    levelled.method_code,
    levelled.is_simulated,
    CASE
      WHEN BOOL_AND(CAST(levelled.is_complete AND NOT member.is_uncertain AS BOOLEAN))
      THEN SUM(levelled.forecast_sek)
    END AS forecast_sek,
    SUM(CASE WHEN member.on_cost_kind = 'booked' THEN levelled.ytd_sek END) AS ytd_sek,
    SUM(CASE WHEN member.on_cost_kind = 'booked' THEN levelled.budget_year_sek END) AS budget_year_sek,
    CASE WHEN NOT BOOL_OR(member.is_uncertain::BOOLEAN) THEN SUM(levelled.year_1_sek) END AS year_1_sek,
    COUNT(*) AS part_count,
    SUM(CASE WHEN levelled.is_fallback THEN 1 ELSE 0 END) AS fallback_count,
    BOOL_AND(CAST(levelled.is_complete AND NOT member.is_uncertain AS BOOLEAN)) AS is_complete,
    NOT BOOL_OR(member.is_uncertain::BOOLEAN) AS is_classified
  FROM levelled
  JOIN core.line_member AS member
    ON member.member_code = levelled.cost_type_code AND member.on_cost_kind <> 'constant'
  JOIN seed.cost_type_line AS named
    ON named.cost_type_code = member.cost_type_code
    AND (
      named.is_total OR member.scope_code = 'with_internal'
    )
  GROUP BY
    levelled.as_of_month,
    levelled.organisation_level,
    levelled.organisation_code,
    member.cost_type_code,
    member.scope_code,
    levelled.method_code,
    levelled.is_simulated
), whole_year AS (
  SELECT DISTINCT
    as_of_month
  FROM core.forecast_outcome
  WHERE
    judged_in IS NULL
)
SELECT
  summed.as_of_month::DATE AS as_of_month,
  summed.fiscal_year::INT AS fiscal_year,
  summed.month_number::INT AS month_number,
  summed.reported_on::DATE AS reported_on,
  summed.organisation_level::TEXT AS organisation_level,
  summed.organisation_code::TEXT AS organisation_code,
  summed.board_code::TEXT AS board_code,
  summed.cost_type_code::TEXT AS cost_type_code,
  summed.scope_code::TEXT AS scope_code,
  summed.method_code::TEXT AS method_code,
  summed.forecast_sek::DECIMAL(18, 2) AS forecast_sek,
  summed.ytd_sek::DECIMAL(18, 2) AS ytd_sek,
  summed.budget_year_sek::DECIMAL(18, 2) AS budget_year_sek,
  summed.year_1_sek::DECIMAL(18, 2) AS year_1_sek,
  CASE
    WHEN NOT whole_year.as_of_month IS NULL AND COALESCE(outcome.is_classified, TRUE)
    THEN COALESCE(outcome.actual_year_sek, 0)
  END::DECIMAL(18, 2) AS actual_year_sek,
  summed.part_count::INT AS part_count,
  summed.fallback_count::INT AS fallback_count,
  summed.is_complete::BOOLEAN AS is_complete,
  summed.is_classified::BOOLEAN AS is_classified,
  summed.is_simulated::BOOLEAN AS is_simulated
FROM summed
LEFT JOIN whole_year
  ON whole_year.as_of_month = summed.as_of_month
LEFT JOIN core.forecast_outcome AS outcome
  ON outcome.as_of_month = summed.as_of_month
  AND outcome.judged_in IS NULL
  AND outcome.organisation_level = summed.organisation_level
  AND outcome.organisation_code = summed.organisation_code
  AND outcome.cost_type_code = summed.cost_type_code
  AND outcome.scope_code = summed.scope_code
  AND outcome.is_simulated = summed.is_simulated

MODEL (
  name core.forecast_outcome,
  grain (
    as_of_month,
    known_on,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    is_simulated
  ),
  description 'One row per as-of month, day of knowledge, organisation, line and scope: what the year that was forecast became, as known on the day of a later report after as many months, and as known now. Only of whole years: those of which every boards twelve months were known',
  column_descriptions (
    as_of_month = 'own: As-of month of the forecast that the outcome judges; the organisation is that of the month',
    known_on = 'own: Day on which the later report knew; 9999-12-31 for all that is known now',
    judged_in = 'Year of the later report; empty for now',
    organisation_code = 'own: Code of the organisation at its level',
    cost_type_code = 'as cost_type_or_line',
    scope_code = 'as line_scope',
    actual_year_sek = 'own: Outcome of the year, with that of units that began after the as-of month; empty where is_classified is false',
    is_classified = 'own: False where an amount without a cost type may belong to the line'
  ),
  tags (
    'working'
  )
);

WITH placed AS (
  SELECT
    mapped.as_of_month,
    mapped.known_on,
    mapped.judged_in,
    mapped.unit_code,
    place.department_code,
    place.area_code,
    place.board_code,
    mapped.cost_type_code,
    mapped.is_simulated,
    mapped.amount_sek
  FROM core.forecast_year_outcome AS mapped
  JOIN core.forecast_place AS place
    ON place.as_of_month = mapped.as_of_month AND place.unit_code = mapped.unit_code
), levelled AS (
  SELECT
    placed.*,
    'unit' AS organisation_level,
    unit_code AS organisation_code
  FROM placed
  UNION ALL
  SELECT
    placed.*,
    'department',
    department_code
  FROM placed
  UNION ALL
  SELECT
    placed.*,
    'area',
    area_code
  FROM placed
  UNION ALL
  SELECT
    placed.*,
    'board',
    board_code
  FROM placed
  UNION ALL
  SELECT
    placed.*,
    'region',
    region.board_code
  FROM placed
  JOIN seed.board AS region
    ON region.board_code = @region_code
)
SELECT
  levelled.as_of_month::DATE AS as_of_month,
  levelled.known_on::DATE AS known_on,
  MAX(levelled.judged_in)::INT AS judged_in,
  levelled.organisation_level::TEXT AS organisation_level,
  levelled.organisation_code::TEXT AS organisation_code,
  member.cost_type_code::TEXT AS cost_type_code,
  member.scope_code::TEXT AS scope_code,
  CASE WHEN NOT BOOL_OR(member.is_uncertain::BOOLEAN) THEN SUM(levelled.amount_sek) END::DECIMAL(18, 2) AS actual_year_sek,
  (
    NOT BOOL_OR(member.is_uncertain::BOOLEAN)
  )::BOOLEAN AS is_classified,
  levelled.is_simulated::BOOLEAN AS is_simulated
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
  levelled.known_on,
  levelled.organisation_level,
  levelled.organisation_code,
  member.cost_type_code,
  member.scope_code,
  levelled.is_simulated

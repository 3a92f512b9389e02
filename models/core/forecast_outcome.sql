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

WITH as_of AS (
  SELECT DISTINCT
    as_of_month,
    fiscal_year,
    month_number,
    reported_on,
    last_on
  FROM core.forecast_place
), judged AS (
  SELECT
    as_of.as_of_month,
    as_of.fiscal_year,
    as_of.last_on,
    later.fiscal_year AS judged_in,
    later.reported_on AS known_on
  FROM as_of
  JOIN as_of AS later
    ON later.month_number = as_of.month_number AND later.fiscal_year > as_of.fiscal_year
  UNION ALL
  SELECT
    as_of_month,
    fiscal_year,
    last_on,
    NULL,
    '9999-12-31'::DATE
  FROM as_of
), whole_year AS (
  SELECT
    judged.as_of_month,
    judged.known_on
  FROM judged
  JOIN core.ledger_month AS ledger
    ON ledger.fiscal_year = judged.fiscal_year
  GROUP BY
    judged.as_of_month,
    judged.known_on
  HAVING
    COUNT(DISTINCT ledger.month_number) = 12
    AND BOOL_AND(CAST(ledger.is_delivered AND ledger.first_known_on <= judged.known_on AS BOOLEAN))
), cost AS (
  SELECT
    calendar.fiscal_year,
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to,
    SUM(cost.amount_sek) AS amount_sek
  FROM core.cost_month AS cost
  JOIN seed.month_calendar AS calendar
    ON calendar.month = cost.month
  GROUP BY
    calendar.fiscal_year,
    cost.unit_code,
    cost.cost_type_code,
    cost.is_simulated,
    cost.known_from,
    cost.known_to
), mapped AS (
  SELECT
    judged.as_of_month,
    judged.known_on,
    judged.judged_in,
    cost.cost_type_code,
    cost.is_simulated,
    CASE WHEN successor.unit_code <> 'UNMAPPED' THEN successor.unit_code ELSE cost.unit_code END AS unit_code,
    CAST(cost.amount_sek * COALESCE(successor.share_to, 1) AS DECIMAL(18, 2)) - CAST(cost.amount_sek * COALESCE(successor.share_from, 0) AS DECIMAL(18, 2)) AS amount_sek
  FROM judged
  JOIN whole_year
    ON whole_year.as_of_month = judged.as_of_month AND whole_year.known_on = judged.known_on
  JOIN cost
    ON cost.fiscal_year = judged.fiscal_year
    AND cost.known_from <= judged.known_on
    AND (
      cost.known_to IS NULL OR cost.known_to > judged.known_on
    )
  LEFT JOIN core.unit_successor AS successor
    ON successor.from_unit_code = cost.unit_code
    AND successor.valid_from <= judged.last_on
    AND (
      successor.valid_to IS NULL OR successor.valid_to > judged.last_on
    )
), placed AS (
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
    SUM(mapped.amount_sek) AS amount_sek
  FROM mapped
  JOIN core.forecast_place AS place
    ON place.as_of_month = mapped.as_of_month AND place.unit_code = mapped.unit_code
  GROUP BY
    mapped.as_of_month,
    mapped.known_on,
    mapped.judged_in,
    mapped.unit_code,
    place.department_code,
    place.area_code,
    place.board_code,
    mapped.cost_type_code,
    mapped.is_simulated
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
JOIN seed.month_line_member AS member
  ON member.member_code = levelled.cost_type_code AND member.on_cost_kind <> 'constant'
JOIN seed.month_line AS named
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

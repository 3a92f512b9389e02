MODEL (
  name core.base_year_outcome,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, gender_code, fiscal_year, is_simulated),
  description 'One row per outcome of a whole year that a target counts its change from',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    definition_version = 'as period_definition_version',
    fiscal_year = 'as period_year',
    value = 'own: Outcome in the indicator''s unit',
    unit_key = 'own: Unit in one spelling'
  )
);

SELECT
  outcome.indicator_code,
  outcome.organisation_code,
  outcome.gender_code,
  outcome.fiscal_year,
  outcome.is_simulated,
  MAX(outcome.value) AS value,
  MAX(outcome.definition_version) AS definition_version,
  @unit_key(MAX(outcome.unit_text)) AS unit_key,
  MAX(outcome.in_question_code) AS in_question_code
FROM core.outcome_asked AS outcome
JOIN (
  SELECT DISTINCT
    indicator_code,
    is_simulated,
    base_year
  FROM core.indicator_definition
  WHERE
    target_form = 'BASE_YEAR_CHANGE'
) AS based
  ON based.indicator_code = outcome.indicator_code
  AND based.is_simulated = outcome.is_simulated
  AND based.base_year = outcome.fiscal_year
WHERE
  outcome.period_kind_code = 'YEAR'
GROUP BY
  outcome.indicator_code,
  outcome.organisation_code,
  outcome.gender_code,
  outcome.fiscal_year,
  outcome.is_simulated

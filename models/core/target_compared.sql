MODEL (
  name core.target_compared,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per delivered outcome, with all that it is held against: the target of its year and organisation, the base year, the comparison series',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    organisation_level = 'as indicator_organisation_level',
    definition_version = 'as period_definition_version',
    fiscal_year = 'as period_year',
    value = 'own: Outcome in the indicator''s unit; empty is no measurement or too few to show',
    unit_key = 'own: Unit in one spelling',
    reference_value = 'own: Value that it was held against when it was put in question',
    reported_status_text = 'own: The same as the board words it',
    scope_code = 'as indicator_scope',
    base_year = 'as base_year_of_change',
    target_value = 'own: Target as printed for the year and organisation; empty for words, and for a bound against the direction of the period''s definition',
    target_indicator_code = 'Indicator of the target of the year, whatever organisation it is for; empty where none is',
    last_year = 'Last year that has a target',
    is_change_computed = 'True where the target is a change in per cent and the outcome is none',
    base_definition_version = 'Version of the definition that the base year''s outcome is of',
    base_question_code = 'What is in question of the base year''s outcome',
    comparison_question_code = 'What is in question of the comparison series'' outcome',
    printed_unit_text = 'own: Unit that the target is printed in'
  )
);

WITH target AS (
  SELECT
    indicator_code,
    fiscal_year,
    target_value,
    printed_value,
    bound_direction_code,
    printed_unit_text,
    document_code,
    delivery_id,
    target_text,
    is_target_in_words,
    status
  FROM core.indicator
  WHERE
    is_in_force AND (
      NOT target_value IS NULL OR is_target_in_words OR target_form = 'RELATIVE'
    )
), planned_year AS (
  SELECT
    indicator_code,
    MAX(fiscal_year) AS last_year
  FROM target
  GROUP BY
    indicator_code
)
SELECT
  outcome.indicator_code,
  outcome.plan_indicator_code,
  outcome.definition_version,
  outcome.organisation_code,
  outcome.organisation_level,
  outcome.period_code,
  outcome.period_start,
  outcome.period_kind_code,
  outcome.fiscal_year,
  outcome.gender_code,
  outcome.value,
  outcome.unit_text,
  outcome.person_count,
  outcome.is_too_few,
  outcome.reported_status_text,
  outcome.reported_status,
  outcome.explanation_text,
  outcome.is_simulated,
  outcome.delivery_id,
  outcome.sheet,
  outcome.row_number,
  outcome.unit_key,
  outcome.in_question_code,
  outcome.in_question_against,
  outcome.reference_value,
  outcome.in_question_text,
  outcome.in_question_text_en,
  outcome.confirmed_by,
  outcome.confirmed_reason,
  definition.target_form,
  definition.direction_code,
  definition.scope_code,
  definition.base_year,
  definition.green_from,
  definition.is_green_strict,
  definition.yellow_from,
  definition.measure_kind,
  CASE
    WHEN outcome.organisation_code <> definition.scope_code OR definition.scope_code IS NULL
    THEN NULL
    WHEN target.bound_direction_code IS NULL
    THEN target.target_value
    WHEN target.bound_direction_code = definition.direction_code
    THEN target.printed_value
  END AS target_value,
  target.indicator_code AS target_indicator_code,
  CASE
    WHEN target.bound_direction_code IS NULL OR target.printed_value IS NULL
    THEN target.is_target_in_words
    ELSE target.bound_direction_code <> COALESCE(definition.direction_code, '')
  END AS is_target_in_words,
  planned_year.last_year,
  target.printed_unit_text,
  CASE WHEN outcome.organisation_code = definition.scope_code THEN target.delivery_id END AS target_delivery_id,
  CASE WHEN outcome.organisation_code = definition.scope_code THEN target.document_code END AS target_document_code,
  CASE WHEN outcome.organisation_code = definition.scope_code THEN target.target_text END AS target_text,
  CASE WHEN outcome.organisation_code = definition.scope_code THEN target.status END AS target_document_status,
  definition.target_form = 'BASE_YEAR_CHANGE' AND COALESCE(outcome.unit_key, '') <> '%' AS is_change_computed,
  CASE WHEN base_year.unit_key = outcome.unit_key THEN base_year.value END AS base_value,
  base_year.definition_version AS base_definition_version,
  CASE WHEN COALESCE(comparison.unit_key, '') = COALESCE(outcome.unit_key, '') THEN comparison.value END AS comparison_value,
  base_year.in_question_code AS base_question_code,
  comparison.in_question_code AS comparison_question_code
FROM core.outcome_asked AS outcome
LEFT JOIN core.indicator_definition AS definition
  ON definition.indicator_code = outcome.indicator_code
  AND definition.is_simulated = outcome.is_simulated
  AND definition.definition_version = outcome.definition_version
LEFT JOIN target
  ON target.indicator_code = outcome.plan_indicator_code AND target.fiscal_year = outcome.fiscal_year
LEFT JOIN planned_year
  ON planned_year.indicator_code = outcome.plan_indicator_code
LEFT JOIN core.base_year_outcome AS base_year
  ON base_year.indicator_code = outcome.indicator_code
  AND base_year.organisation_code = outcome.organisation_code
  AND base_year.gender_code = outcome.gender_code
  AND base_year.is_simulated = outcome.is_simulated
  AND base_year.fiscal_year = definition.base_year
LEFT JOIN core.comparison_outcome AS comparison
  ON comparison.indicator_code = outcome.indicator_code
  AND comparison.period_code = outcome.period_code
  AND comparison.gender_code = outcome.gender_code
  AND comparison.is_simulated = outcome.is_simulated
  AND comparison.comparison_code = definition.comparison_code

MODEL (
  name core.outcome_asked,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per delivered outcome, with what is in question of it',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    organisation_level = 'as indicator_organisation_level',
    definition_version = 'as period_definition_version',
    fiscal_year = 'as period_year',
    value = 'own: Outcome in the indicator''s unit; empty is no measurement or too few to show',
    unit_key = 'own: Unit in one spelling',
    reference_value = 'own: Value that it was held against when it was put in question',
    reported_status_text = 'own: The same as the board words it',
    confirmed_by = 'own: Who has confirmed the outcome as it stands',
    confirmed_reason = 'own: Why it is right'
  )
);

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
  @unit_key(outcome.unit_text) AS unit_key,
  question.in_question_code,
  question.in_question_against,
  question.reference_value,
  question.in_question_text,
  question.in_question_text_en,
  confirmed.confirmed_by,
  confirmed.confirmed_reason
FROM core.indicator_outcome AS outcome
LEFT JOIN core.outcome_question AS question
  ON question.indicator_code = outcome.indicator_code
  AND question.organisation_code = outcome.organisation_code
  AND question.period_start = outcome.period_start
  AND question.period_kind_code = outcome.period_kind_code
  AND question.gender_code = outcome.gender_code
  AND question.is_simulated = outcome.is_simulated
LEFT JOIN core.outcome_confirmed AS confirmed
  ON confirmed.indicator_code = outcome.indicator_code
  AND confirmed.organisation_code = outcome.organisation_code
  AND confirmed.period_code = outcome.period_code
  AND confirmed.gender_code = outcome.gender_code
  AND confirmed.is_simulated = outcome.is_simulated
  AND confirmed.is_in_force

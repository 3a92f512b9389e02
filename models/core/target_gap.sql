MODEL (
  name core.target_gap,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per delivered outcome, with its gap to what it is held against and the reason why it is given no status',
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
    printed_unit_text = 'own: Unit that the target is printed in',
    compared_value = 'own: What is held against the target: the outcome; for a change against a base year the change in per cent',
    gap = 'own: Outcome less target in the indicator''s unit and direction: positive is better',
    reason_code = 'own: Why no status is computed; see seeds/target/target_missing_reason.csv'
  )
);

WITH compared AS (
  SELECT
    held.*,
    CASE
      WHEN NOT is_change_computed
      THEN value
      WHEN base_definition_version = definition_version AND period_kind_code = 'YEAR' AND base_value > 0
      THEN @quotient(100 * (
        value - base_value
      ), base_value, 6)::DECIMAL(18, 6)
    END AS compared_value
  FROM core.target_compared AS held
)
SELECT
  compared.indicator_code,
  compared.plan_indicator_code,
  compared.definition_version,
  compared.organisation_code,
  compared.organisation_level,
  compared.period_code,
  compared.period_start,
  compared.period_kind_code,
  compared.fiscal_year,
  compared.gender_code,
  compared.value,
  compared.unit_text,
  compared.person_count,
  compared.reported_status_text,
  compared.reported_status,
  compared.explanation_text,
  compared.is_simulated,
  compared.delivery_id,
  compared.sheet,
  compared.row_number,
  compared.in_question_code,
  compared.in_question_against,
  compared.reference_value,
  compared.in_question_text,
  compared.in_question_text_en,
  compared.confirmed_by,
  compared.confirmed_reason,
  compared.target_form,
  compared.direction_code,
  compared.green_from,
  compared.is_green_strict,
  compared.yellow_from,
  compared.target_value,
  compared.target_delivery_id,
  compared.target_document_code,
  compared.target_text,
  compared.target_document_status,
  compared.base_value,
  compared.comparison_value,
  compared.compared_value,
  CASE direction_code WHEN 'UP' THEN 1 WHEN 'DOWN' THEN -1 END * (
    compared_value - CASE WHEN target_form = 'RELATIVE' THEN comparison_value ELSE target_value END
  ) AS gap,
  CASE
    WHEN is_too_few
    THEN 'too_few'
    WHEN COALESCE(target_form, 'NONE') = 'NONE'
    AND (
      target_indicator_code IS NULL OR organisation_code <> scope_code
    )
    THEN 'no_target'
    WHEN organisation_code <> scope_code
    THEN 'other_scope'
    WHEN is_target_in_words AND target_form <> 'RELATIVE'
    THEN 'target_in_words'
    WHEN target_form = 'NONE'
    THEN 'form_missing'
    WHEN target_indicator_code IS NULL
    THEN CASE WHEN last_year IS NULL THEN 'no_target' ELSE 'no_target_year' END
    WHEN period_kind_code <> 'YEAR' AND (
      is_change_computed OR measure_kind IN ('count', 'quantity')
    )
    THEN 'part_of_year'
    WHEN target_form <> 'RELATIVE' AND printed_unit_text IS NULL
    THEN 'unit_missing'
    WHEN direction_code IS NULL
    THEN 'direction_missing'
    WHEN value IS NULL
    THEN 'no_measurement'
    WHEN unit_text IS NULL AND target_form <> 'RELATIVE'
    THEN 'outcome_unit_missing'
    WHEN target_form = 'ABSOLUTE' AND unit_key <> @unit_key(printed_unit_text)
    THEN 'unit_differs'
    WHEN is_change_computed
    AND NOT base_definition_version IS NULL
    AND base_definition_version <> definition_version
    THEN 'series_break'
    WHEN is_change_computed AND compared_value IS NULL
    THEN 'base_missing'
    WHEN target_form = 'RELATIVE' AND comparison_value IS NULL
    THEN 'comparison_missing'
    WHEN NOT in_question_code IS NULL
    THEN 'outcome_in_question'
    WHEN is_change_computed AND NOT base_question_code IS NULL
    THEN 'base_in_question'
    WHEN target_form = 'RELATIVE' AND NOT comparison_question_code IS NULL
    THEN 'comparison_in_question'
  END AS reason_code
FROM compared

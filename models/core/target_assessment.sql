MODEL (
  name core.target_assessment,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per delivered outcome, with its target for the year and organisation, the gap in the indicator''s unit and direction, and the status that the gap and the limits give',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    definition_version = 'as period_definition_version',
    fiscal_year = 'as period_year',
    organisation_level = 'as indicator_organisation_level',
    value = 'own: Outcome in the indicator''s unit; empty is no measurement or too few to show',
    compared_value = 'own: What is held against the target: the outcome; for a change against a base year the change in per cent',
    base_value = 'Outcome of the base year, where the change is computed from it',
    comparison_value = 'own: Outcome of the comparison series, for a relative target',
    target_value = 'own: Target as printed for the year and organisation; empty for words, and for a bound against the direction of the period''s definition',
    gap = 'own: Outcome less target in the indicator''s unit and direction: positive is better; empty where they cannot be compared',
    reason_code = 'own: Why no status is computed; see seeds/target_missing_reason.csv',
    reported_status_text = 'own: The same as the board words it',
    target_delivery_id = 'Delivery of the target',
    target_document_code = 'Plan document of the target; of several for one year the one in force (core.indicator)',
    target_document_status = 'draft, adopted or revised',
    is_simulated = 'own: True for rows of the simulated region; the target may be the plan''s own'
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
), base_year AS (
  SELECT
    outcome.indicator_code,
    outcome.organisation_code,
    outcome.gender_code,
    outcome.fiscal_year,
    outcome.is_simulated,
    MAX(outcome.value) AS value,
    MAX(outcome.definition_version) AS definition_version,
    @unit_key(MAX(outcome.unit_text)) AS unit_text,
    MAX(question.in_question_code) AS in_question_code
  FROM core.indicator_outcome AS outcome
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
  LEFT JOIN core.outcome_question AS question
    ON question.indicator_code = outcome.indicator_code
    AND question.organisation_code = outcome.organisation_code
    AND question.period_start = outcome.period_start
    AND question.period_kind_code = outcome.period_kind_code
    AND question.gender_code = outcome.gender_code
    AND question.is_simulated = outcome.is_simulated
  WHERE
    outcome.period_kind_code = 'YEAR'
  GROUP BY
    outcome.indicator_code,
    outcome.organisation_code,
    outcome.gender_code,
    outcome.fiscal_year,
    outcome.is_simulated
), comparison AS (
  SELECT
    outcome.indicator_code,
    outcome.period_code,
    outcome.gender_code,
    outcome.is_simulated,
    series.comparison_code,
    MAX(outcome.value) AS value,
    @unit_key(MAX(outcome.unit_text)) AS unit_text,
    MAX(question.in_question_code) AS in_question_code
  FROM core.indicator_outcome AS outcome
  JOIN seed.target_comparison AS series
    ON series.organisation_code = outcome.organisation_code
  LEFT JOIN core.outcome_question AS question
    ON question.indicator_code = outcome.indicator_code
    AND question.organisation_code = outcome.organisation_code
    AND question.period_start = outcome.period_start
    AND question.period_kind_code = outcome.period_kind_code
    AND question.gender_code = outcome.gender_code
    AND question.is_simulated = outcome.is_simulated
  GROUP BY
    outcome.indicator_code,
    outcome.period_code,
    outcome.gender_code,
    outcome.is_simulated,
    series.comparison_code
), held AS (
  SELECT
    outcome.*,
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
    definition.target_form = 'BASE_YEAR_CHANGE' AND COALESCE(@unit_key(outcome.unit_text), '') <> '%' AS is_change_computed,
    CASE WHEN base_year.unit_text = @unit_key(outcome.unit_text) THEN base_year.value END AS base_value,
    base_year.definition_version AS base_definition_version,
    CASE
      WHEN COALESCE(comparison.unit_text, '') = COALESCE(@unit_key(outcome.unit_text), '')
      THEN comparison.value
    END AS comparison_value,
    question.in_question_code,
    question.in_question_against,
    question.reference_value AS in_question_reference_value,
    question.in_question_text,
    question.in_question_text_en,
    base_year.in_question_code AS base_question_code,
    comparison.in_question_code AS comparison_question_code
  FROM core.indicator_outcome AS outcome
  LEFT JOIN core.indicator_definition AS definition
    ON definition.indicator_code = outcome.indicator_code
    AND definition.is_simulated = outcome.is_simulated
    AND definition.definition_version = outcome.definition_version
  LEFT JOIN target
    ON target.indicator_code = outcome.plan_indicator_code AND target.fiscal_year = outcome.fiscal_year
  LEFT JOIN planned_year
    ON planned_year.indicator_code = outcome.plan_indicator_code
  LEFT JOIN base_year
    ON base_year.indicator_code = outcome.indicator_code
    AND base_year.organisation_code = outcome.organisation_code
    AND base_year.gender_code = outcome.gender_code
    AND base_year.is_simulated = outcome.is_simulated
    AND base_year.fiscal_year = definition.base_year
  LEFT JOIN comparison
    ON comparison.indicator_code = outcome.indicator_code
    AND comparison.period_code = outcome.period_code
    AND comparison.gender_code = outcome.gender_code
    AND comparison.is_simulated = outcome.is_simulated
    AND comparison.comparison_code = definition.comparison_code
  LEFT JOIN core.outcome_question AS question
    ON question.indicator_code = outcome.indicator_code
    AND question.organisation_code = outcome.organisation_code
    AND question.period_start = outcome.period_start
    AND question.period_kind_code = outcome.period_kind_code
    AND question.gender_code = outcome.gender_code
    AND question.is_simulated = outcome.is_simulated
), compared AS (
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
  FROM held
), judged AS (
  SELECT
    compared.*,
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
      WHEN target_form = 'ABSOLUTE' AND @unit_key(unit_text) <> @unit_key(printed_unit_text)
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
)
SELECT
  judged.indicator_code::TEXT AS indicator_code,
  judged.organisation_code::TEXT AS organisation_code,
  judged.period_code::TEXT AS period_code,
  judged.gender_code::TEXT AS gender_code,
  judged.plan_indicator_code::TEXT AS plan_indicator_code,
  judged.definition_version::INT AS definition_version,
  judged.period_kind_code::TEXT AS period_kind_code,
  judged.period_start::DATE AS period_start,
  judged.fiscal_year::INT AS fiscal_year,
  judged.organisation_level::TEXT AS organisation_level,
  judged.value::DECIMAL(18, 6) AS value,
  judged.unit_text::TEXT AS unit_text,
  judged.person_count::BIGINT AS person_count,
  judged.compared_value::DECIMAL(18, 6) AS compared_value,
  judged.base_value::DECIMAL(18, 6) AS base_value,
  judged.comparison_value::DECIMAL(18, 6) AS comparison_value,
  judged.target_value::DECIMAL(18, 6) AS target_value,
  judged.target_form::TEXT AS target_form,
  judged.direction_code::TEXT AS direction_code,
  CASE WHEN judged.reason_code IS NULL THEN judged.gap END::DECIMAL(18, 6) AS gap,
  judged.green_from::DECIMAL(18, 6) AS green_from,
  judged.yellow_from::DECIMAL(18, 6) AS yellow_from,
  CASE
    WHEN judged.reason_code IN (
      'no_target_year',
      'other_scope',
      'target_in_words',
      'form_missing',
      'part_of_year',
      'direction_missing'
    )
    THEN 'no_target'
    WHEN judged.reason_code IN ('outcome_unit_missing', 'unit_differs')
    THEN 'unit_missing'
    WHEN judged.reason_code IN ('base_missing', 'series_break', 'comparison_missing')
    THEN 'no_measurement'
    WHEN judged.reason_code IN ('outcome_in_question', 'base_in_question', 'comparison_in_question')
    THEN 'in_question'
    WHEN NOT judged.reason_code IS NULL
    THEN judged.reason_code
    WHEN judged.gap > judged.green_from OR (
      judged.gap = judged.green_from AND NOT judged.is_green_strict
    )
    THEN 'met'
    WHEN judged.gap >= judged.yellow_from
    THEN 'near'
    ELSE 'not_met'
  END::TEXT AS computed_status,
  judged.reason_code::TEXT AS reason_code,
  judged.reported_status::TEXT AS reported_status,
  judged.reported_status_text::TEXT AS reported_status_text,
  judged.explanation_text::TEXT AS explanation_text,
  judged.target_delivery_id::TEXT AS target_delivery_id,
  judged.target_document_code::TEXT AS target_document_code,
  judged.target_text::TEXT AS target_text,
  judged.target_document_status::TEXT AS target_document_status,
  (
    NOT judged.in_question_code IS NULL
    OR COALESCE(judged.reason_code IN ('base_in_question', 'comparison_in_question'), FALSE)
  )::BOOLEAN AS in_question,
  judged.in_question_code::TEXT AS in_question_code,
  judged.in_question_against::TEXT AS in_question_against,
  judged.in_question_reference_value::DECIMAL(18, 6) AS in_question_reference_value,
  judged.in_question_text::TEXT AS in_question_text,
  judged.in_question_text_en::TEXT AS in_question_text_en,
  judged.is_simulated::BOOLEAN AS is_simulated,
  judged.delivery_id::TEXT AS delivery_id,
  judged.sheet::TEXT AS sheet,
  judged.row_number::INT AS row_number
FROM judged

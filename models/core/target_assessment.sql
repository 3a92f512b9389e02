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
    reason_code = 'own: Why no status is computed; see seeds/target/target_missing_reason.csv',
    reported_status_text = 'own: The same as the board words it',
    target_delivery_id = 'Delivery of the target',
    target_document_code = 'Plan document of the target; of several for one year the one in force (core.indicator)',
    target_document_status = 'draft, adopted or revised',
    is_simulated = 'own: True for rows of the simulated region; the target may be the plan''s own'
  )
);

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
  judged.reference_value::DECIMAL(18, 6) AS in_question_reference_value,
  judged.in_question_text::TEXT AS in_question_text,
  judged.in_question_text_en::TEXT AS in_question_text_en,
  judged.confirmed_by::TEXT AS confirmed_by,
  judged.confirmed_reason::TEXT AS confirmed_reason,
  judged.is_simulated::BOOLEAN AS is_simulated,
  judged.delivery_id::TEXT AS delivery_id,
  judged.sheet::TEXT AS sheet,
  judged.row_number::INT AS row_number
FROM core.target_gap AS judged

MODEL (
  name mart.target_achievement,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per indicator × organisation × period × gender with its target and status; a target without a delivered outcome stands alone, the plans deliver none',
  column_descriptions (
    organisation_code = 'own: RJH for the whole region, a board or a unit',
    period_code = 'own: Period of the outcome (2023, 2023-T1 or 2023-04), or the year that the target is for',
    value = 'own: Outcome in the indicator''s unit; empty: no outcome is delivered, or too few to show',
    target_value = 'own: Target as printed',
    direction = 'UP when higher is better, DOWN when lower is better',
    gap = 'own: Outcome against target in the indicator''s own unit, positive is better; empty without an outcome',
    trend_code = 'own: Trend of the series: rising, falling, none, undecidable or sliding_mean; units, and periods of an earlier definition, are not tested',
    trend_p_value = 'Two-sided p of Mann-Kendall',
    trend_slope_per_year = 'Theil-Sen slope in the indicator''s unit per year',
    trend_slope_low = 'Lower end of its 95 % interval',
    trend_slope_high = 'Upper end of its 95 % interval',
    trend_test_count = 'Series tested',
    trend_wording = 'own: What may be said of the trend, in Swedish',
    trend_wording_en = 'own: The same in English',
    confirmed_by = 'own: Who has confirmed the outcome as it stands; empty where nobody has',
    confirmed_reason = 'own: Why it is right, in the words of who confirmed it',
    missing_reason = 'own: Why no status is computed, in Swedish',
    missing_reason_en = 'own: The same in English',
    parts_missing = 'own: Parts that a follow-up must hold and that are not delivered, in Swedish; empty when none is, and for a unit, which is itself part of a breakdown',
    target_text = 'own: Target as delivered; words where no number is printed',
    unit_text = 'as target_unit_text',
    base_year = 'as base_year_of_change',
    is_by_gender = 'own: True where K and M are asked for',
    status = 'own: Status of the target''s document: draft, adopted or revised; one without a decision paragraph is a draft',
    compared_value = 'own: What is held against the target: the outcome, or its change in per cent against the base year',
    comparison_value = 'own: Outcome of the comparison series of a relative target',
    yellow_from = 'own: Near from this gap on',
    is_comment_missing = 'True where the board reports another status than the computed one, or one where none can be computed, without an explanation',
    plan_indicator_code = 'own: The plan''s indicator that it is; empty where no plan has it',
    computed_status_name = 'The computed status in Swedish',
    computed_status_name_en = 'The computed status in English'
  ),
  audits (
    foreign_key_known("column" := computed_status, parent := seed.target_status, parent_column := status_code),
    status_needs_value_and_unit,
    target_status_follows_limits,
    target_manual_status_is_explained,
    outcome_in_question,
    question_gives_no_status
  )
);

WITH part AS (
  SELECT
    LISTAGG(part_name, ', '
    ORDER BY
      sort_order) AS all_parts,
    LISTAGG(part_name_en, ', '
    ORDER BY
      sort_order) AS all_parts_en
  FROM seed.follow_up_part
)
SELECT
  place.indicator_code::TEXT AS indicator_code,
  place.organisation_code::TEXT AS organisation_code,
  place.period_code::TEXT AS period_code,
  place.gender_code::TEXT AS gender_code,
  outcome.value::DECIMAL(18, 6) AS value,
  COALESCE(outcome.target_value, target.target_value)::DECIMAL(18, 6) AS target_value,
  COALESCE(outcome.target_form, target.target_form)::TEXT AS target_form,
  COALESCE(outcome.direction_code, target.direction_code)::TEXT AS direction,
  outcome.gap::DECIMAL(18, 6) AS gap,
  COALESCE(outcome.computed_status, target.computed_status)::TEXT AS computed_status,
  outcome.reported_status::TEXT AS reported_status,
  trend.trend_code::TEXT AS trend_code,
  trend.p_value::DECIMAL(9, 6) AS trend_p_value,
  trend.slope_per_year::DECIMAL(18, 6) AS trend_slope_per_year,
  trend.slope_low::DECIMAL(18, 6) AS trend_slope_low,
  trend.slope_high::DECIMAL(18, 6) AS trend_slope_high,
  trend.test_count::INT AS trend_test_count,
  trend.wording::TEXT AS trend_wording,
  trend.wording_en::TEXT AS trend_wording_en,
  COALESCE(reason.reason, CASE WHEN outcome.indicator_code IS NULL THEN status.status_name END)::TEXT AS missing_reason,
  COALESCE(reason.reason_en, CASE WHEN outcome.indicator_code IS NULL THEN status.status_name_en END)::TEXT AS missing_reason_en,
  CASE WHEN outcome.indicator_code IS NULL THEN part.all_parts ELSE follow_up.parts_missing END::TEXT AS parts_missing,
  COALESCE(definition.indicator_text, target.indicator_text)::TEXT AS indicator_text,
  COALESCE(definition.term_code, target.term_code)::TEXT AS term_code,
  COALESCE(definition.target_area_code, target.target_area_code)::TEXT AS target_area_code,
  goal.goal_text::TEXT AS goal_text,
  COALESCE(definition.decided_by_code, target.decided_by_code)::TEXT AS decided_by_code,
  COALESCE(outcome.fiscal_year, target.fiscal_year)::INT AS fiscal_year,
  COALESCE(outcome.target_text, target.target_text)::TEXT AS target_text,
  COALESCE(outcome.unit_text, target.unit_text)::TEXT AS unit_text,
  COALESCE(definition.direction_source, target.direction_source)::TEXT AS direction_source,
  COALESCE(definition.base_year, target.base_year)::INT AS base_year,
  COALESCE(definition.comparison_code, target.comparison_code)::TEXT AS comparison_code,
  COALESCE(definition.is_by_gender, target.is_by_gender)::BOOLEAN AS is_by_gender,
  COALESCE(definition.kolada_kpi, target.kolada_kpi)::TEXT AS kolada_kpi,
  COALESCE(outcome.target_document_code, target.document_code)::TEXT AS document_code,
  COALESCE(outcome.target_document_status, target.status)::TEXT AS status,
  place.is_simulated::BOOLEAN AS is_simulated,
  COALESCE(outcome.delivery_id, target.delivery_id)::TEXT AS delivery_id,
  COALESCE(outcome.sheet, target.sheet)::TEXT AS sheet,
  COALESCE(outcome.row_number, target.row_number)::INT AS row_number,
  CASE WHEN outcome.indicator_code IS NULL THEN part.all_parts_en ELSE follow_up.parts_missing_en END::TEXT AS parts_missing_en,
  outcome.compared_value::DECIMAL(18, 6) AS compared_value,
  outcome.comparison_value::DECIMAL(18, 6) AS comparison_value,
  outcome.green_from::DECIMAL(18, 6) AS green_from,
  outcome.yellow_from::DECIMAL(18, 6) AS yellow_from,
  outcome.reported_status_text::TEXT AS reported_status_text,
  (
    NOT outcome.reported_status_text IS NULL
    AND outcome.computed_status <> COALESCE(outcome.reported_status, '')
    AND (
      reported.is_judged OR status.is_judged OR reported.status_code IS NULL
    )
    AND outcome.explanation_text IS NULL
  )::BOOLEAN AS is_comment_missing,
  outcome.person_count::BIGINT AS person_count,
  outcome.definition_version::INT AS definition_version,
  CASE WHEN outcome.indicator_code IS NULL THEN target.indicator_code ELSE outcome.plan_indicator_code END::TEXT AS plan_indicator_code,
  target.source_line::INT AS source_line,
  status.status_name::TEXT AS computed_status_name,
  status.status_name_en::TEXT AS computed_status_name_en,
  COALESCE(outcome.in_question, FALSE)::BOOLEAN AS in_question,
  outcome.in_question_code::TEXT AS in_question_code,
  outcome.in_question_against::TEXT AS in_question_against,
  outcome.in_question_reference_value::DECIMAL(18, 6) AS in_question_reference_value,
  CASE WHEN outcome.in_question THEN COALESCE(outcome.in_question_text, reason.reason) END::TEXT AS in_question_text,
  CASE WHEN outcome.in_question THEN COALESCE(outcome.in_question_text_en, reason.reason_en) END::TEXT AS in_question_text_en,
  outcome.confirmed_by::TEXT AS confirmed_by,
  outcome.confirmed_reason::TEXT AS confirmed_reason
FROM core.target_place AS place
CROSS JOIN part
LEFT JOIN core.target_assessment AS outcome
  ON outcome.indicator_code = place.indicator_code
  AND outcome.organisation_code = place.organisation_code
  AND outcome.period_code = place.period_code
  AND outcome.gender_code = place.gender_code
  AND outcome.is_simulated = place.is_simulated
LEFT JOIN core.target_unmeasured AS target
  ON target.indicator_code = place.indicator_code
  AND target.organisation_code = place.organisation_code
  AND target.period_code = place.period_code
  AND target.gender_code = place.gender_code
  AND target.is_simulated = place.is_simulated
LEFT JOIN core.indicator_described AS definition
  ON definition.indicator_code = outcome.indicator_code
  AND definition.definition_version = outcome.definition_version
  AND definition.is_simulated = outcome.is_simulated
LEFT JOIN seed.target_status AS status
  ON status.status_code = COALESCE(outcome.computed_status, target.computed_status)
LEFT JOIN seed.target_status AS reported
  ON reported.status_code = outcome.reported_status
LEFT JOIN core.goal AS goal
  ON goal.target_area_code = COALESCE(definition.target_area_code, target.target_area_code)
  AND goal.document_code = COALESCE(outcome.target_document_code, target.document_code)
  AND goal.is_current
LEFT JOIN seed.target_missing_reason AS reason
  ON reason.reason_code = COALESCE(outcome.reason_code, target.reason_code)
LEFT JOIN mart.indicator_follow_up AS follow_up
  ON follow_up.indicator_code = outcome.indicator_code
  AND follow_up.organisation_code = outcome.organisation_code
  AND follow_up.period_code = outcome.period_code
  AND follow_up.is_simulated = outcome.is_simulated
LEFT JOIN mart.indicator_trend AS trend
  ON trend.indicator_code = outcome.indicator_code
  AND trend.organisation_code = outcome.organisation_code
  AND trend.gender_code = outcome.gender_code
  AND trend.period_kind_code = outcome.period_kind_code
  AND trend.is_simulated = outcome.is_simulated
  AND trend.definition_version = outcome.definition_version

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
    target_manual_status_is_explained
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
), target AS (
  SELECT
    indicator.*,
    CASE
      WHEN target_form = 'NONE' OR (
        is_target_in_words AND target_form <> 'RELATIVE'
      )
      THEN 'no_target'
      WHEN target_form <> 'RELATIVE' AND printed_unit_text IS NULL
      THEN 'unit_missing'
      ELSE 'no_measurement'
    END AS computed_status
  FROM core.indicator AS indicator
  WHERE
    is_in_force
), decided AS (
  SELECT
    indicator_code,
    MAX(decided_by_code) AS decided_by_code
  FROM core.indicator
  WHERE
    is_current
  GROUP BY
    indicator_code
), definition AS (
  SELECT
    known.indicator_code,
    known.definition_version,
    known.is_simulated,
    known.indicator_text,
    known.direction_source,
    known.base_year,
    known.comparison_code,
    known.kolada_kpi,
    planned.term_code,
    planned.target_area_code,
    planned.is_by_gender,
    decided.decided_by_code
  FROM core.indicator_definition AS known
  LEFT JOIN seed.indicator AS planned
    ON planned.indicator_code = known.plan_indicator_code
  LEFT JOIN decided
    ON decided.indicator_code = known.plan_indicator_code
)
SELECT
  target.indicator_code::TEXT AS indicator_code,
  target.scope_code::TEXT AS organisation_code,
  target.fiscal_year::TEXT::TEXT AS period_code,
  'T'::TEXT AS gender_code,
  NULL::DECIMAL(18, 6) AS value,
  target.target_value::DECIMAL(18, 6) AS target_value,
  target.target_form::TEXT AS target_form,
  target.direction_code::TEXT AS direction,
  NULL::DECIMAL(18, 6) AS gap,
  target.computed_status::TEXT AS computed_status,
  NULL::TEXT AS reported_status,
  NULL::TEXT AS trend_code,
  NULL::DECIMAL(9, 6) AS trend_p_value,
  NULL::DECIMAL(18, 6) AS trend_slope_per_year,
  NULL::DECIMAL(18, 6) AS trend_slope_low,
  NULL::DECIMAL(18, 6) AS trend_slope_high,
  NULL::INT AS trend_test_count,
  NULL::TEXT AS trend_wording,
  COALESCE(worded.reason, status.status_name)::TEXT AS missing_reason,
  COALESCE(worded.reason_en, status.status_name_en)::TEXT AS missing_reason_en,
  part.all_parts::TEXT AS parts_missing,
  target.indicator_text::TEXT AS indicator_text,
  target.term_code::TEXT AS term_code,
  target.target_area_code::TEXT AS target_area_code,
  goal.goal_text::TEXT AS goal_text,
  target.decided_by_code::TEXT AS decided_by_code,
  target.fiscal_year::INT AS fiscal_year,
  target.target_text::TEXT AS target_text,
  target.unit_text::TEXT AS unit_text,
  target.direction_source::TEXT AS direction_source,
  target.base_year::INT AS base_year,
  target.comparison_code::TEXT AS comparison_code,
  target.is_by_gender::BOOLEAN AS is_by_gender,
  target.kolada_kpi::TEXT AS kolada_kpi,
  target.document_code::TEXT AS document_code,
  target.status::TEXT AS status,
  target.is_simulated::BOOLEAN AS is_simulated,
  target.delivery_id::TEXT AS delivery_id,
  target.sheet::TEXT AS sheet,
  target.row_number::INT AS row_number,
  part.all_parts_en::TEXT AS parts_missing_en,
  NULL::DECIMAL(18, 6) AS compared_value,
  NULL::DECIMAL(18, 6) AS comparison_value,
  NULL::DECIMAL(18, 6) AS green_from,
  NULL::DECIMAL(18, 6) AS yellow_from,
  NULL::TEXT AS reported_status_text,
  FALSE::BOOLEAN AS is_comment_missing,
  NULL::BIGINT AS person_count,
  NULL::INT AS definition_version,
  target.indicator_code::TEXT AS plan_indicator_code,
  target.source_line::INT AS source_line,
  status.status_name::TEXT AS computed_status_name,
  status.status_name_en::TEXT AS computed_status_name_en
FROM target
CROSS JOIN part
LEFT JOIN core.goal AS goal
  ON goal.target_area_code = target.target_area_code
  AND goal.document_code = target.document_code
  AND goal.is_current
LEFT JOIN seed.target_status AS status
  ON status.status_code = target.computed_status
LEFT JOIN seed.target_missing_reason AS worded
  ON worded.reason_code = CASE
    WHEN target.target_form = 'RELATIVE'
    THEN NULL
    WHEN target.is_target_in_words
    THEN 'target_in_words'
    WHEN target.target_form = 'NONE' AND NOT target.target_value IS NULL
    THEN 'form_missing'
  END
LEFT JOIN core.indicator_value AS delivered
  ON delivered.plan_indicator_code = target.indicator_code
  AND delivered.organisation_code = target.scope_code
  AND delivered.period_code = target.fiscal_year::TEXT
  AND delivered.gender_code = 'T'
  AND delivered.is_simulated = target.is_simulated
WHERE
  delivered.indicator_code IS NULL
UNION ALL
SELECT
  outcome.indicator_code::TEXT AS indicator_code,
  outcome.organisation_code::TEXT AS organisation_code,
  outcome.period_code::TEXT AS period_code,
  outcome.gender_code::TEXT AS gender_code,
  outcome.value::DECIMAL(18, 6) AS value,
  outcome.target_value::DECIMAL(18, 6) AS target_value,
  outcome.target_form::TEXT AS target_form,
  outcome.direction_code::TEXT AS direction,
  outcome.gap::DECIMAL(18, 6) AS gap,
  outcome.computed_status::TEXT AS computed_status,
  outcome.reported_status::TEXT AS reported_status,
  trend.trend_code::TEXT AS trend_code,
  trend.p_value::DECIMAL(9, 6) AS trend_p_value,
  trend.slope_per_year::DECIMAL(18, 6) AS trend_slope_per_year,
  trend.slope_low::DECIMAL(18, 6) AS trend_slope_low,
  trend.slope_high::DECIMAL(18, 6) AS trend_slope_high,
  trend.test_count::INT AS trend_test_count,
  trend.wording::TEXT AS trend_wording,
  reason.reason::TEXT AS missing_reason,
  reason.reason_en::TEXT AS missing_reason_en,
  follow_up.parts_missing::TEXT AS parts_missing,
  definition.indicator_text::TEXT AS indicator_text,
  definition.term_code::TEXT AS term_code,
  definition.target_area_code::TEXT AS target_area_code,
  goal.goal_text::TEXT AS goal_text,
  definition.decided_by_code::TEXT AS decided_by_code,
  outcome.fiscal_year::INT AS fiscal_year,
  outcome.target_text::TEXT AS target_text,
  outcome.unit_text::TEXT AS unit_text,
  definition.direction_source::TEXT AS direction_source,
  definition.base_year::INT AS base_year,
  definition.comparison_code::TEXT AS comparison_code,
  definition.is_by_gender::BOOLEAN AS is_by_gender,
  definition.kolada_kpi::TEXT AS kolada_kpi,
  outcome.target_document_code::TEXT AS document_code,
  outcome.target_document_status::TEXT AS status,
  outcome.is_simulated::BOOLEAN AS is_simulated,
  outcome.delivery_id::TEXT AS delivery_id,
  outcome.sheet::TEXT AS sheet,
  outcome.row_number::INT AS row_number,
  follow_up.parts_missing_en::TEXT AS parts_missing_en,
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
  outcome.plan_indicator_code::TEXT AS plan_indicator_code,
  NULL::INT AS source_line,
  status.status_name::TEXT AS computed_status_name,
  status.status_name_en::TEXT AS computed_status_name_en
FROM core.target_assessment AS outcome
LEFT JOIN definition
  ON definition.indicator_code = outcome.indicator_code
  AND definition.definition_version = outcome.definition_version
  AND definition.is_simulated = outcome.is_simulated
LEFT JOIN seed.target_status AS status
  ON status.status_code = outcome.computed_status
LEFT JOIN seed.target_status AS reported
  ON reported.status_code = outcome.reported_status
LEFT JOIN core.goal AS goal
  ON goal.target_area_code = definition.target_area_code
  AND goal.document_code = outcome.target_document_code
  AND goal.is_current
LEFT JOIN seed.target_missing_reason AS reason
  ON reason.reason_code = outcome.reason_code
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

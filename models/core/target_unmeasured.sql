MODEL (
  name core.target_unmeasured,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per target in force without a delivered outcome: why it has no status',
  column_descriptions (
    organisation_code = 'as region_or_board',
    period_code = 'own: Year that the target is for',
    target_value = 'own: Target as printed',
    computed_status = 'own: no_target, unit_missing or no_measurement',
    reason_code = 'own: Why there is no target to compute with; empty where only the outcome is missing',
    unit_text = 'as target_unit_text'
  ),
  tags (
    'working'
  )
);

SELECT
  target.indicator_code::TEXT AS indicator_code,
  target.scope_code::TEXT AS organisation_code,
  target.fiscal_year::TEXT AS period_code,
  'T'::TEXT AS gender_code,
  target.target_value::DECIMAL(18, 6) AS target_value,
  target.target_form::TEXT AS target_form,
  target.direction_code::TEXT AS direction_code,
  CASE
    WHEN target.target_form = 'NONE' OR (
      target.is_target_in_words AND target.target_form <> 'RELATIVE'
    )
    THEN 'no_target'
    WHEN target.target_form <> 'RELATIVE' AND target.printed_unit_text IS NULL
    THEN 'unit_missing'
    ELSE 'no_measurement'
  END::TEXT AS computed_status,
  CASE
    WHEN target.target_form = 'RELATIVE'
    THEN NULL
    WHEN target.is_target_in_words
    THEN 'target_in_words'
    WHEN target.target_form = 'NONE' AND NOT target.target_value IS NULL
    THEN 'form_missing'
  END::TEXT AS reason_code,
  target.indicator_text::TEXT AS indicator_text,
  target.term_code::TEXT AS term_code,
  target.target_area_code::TEXT AS target_area_code,
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
  target.source_line::INT AS source_line
FROM core.indicator AS target
LEFT JOIN core.indicator_outcome AS delivered
  ON delivered.plan_indicator_code = target.indicator_code
  AND delivered.organisation_code = target.scope_code
  AND delivered.period_code = target.fiscal_year::TEXT
  AND delivered.gender_code = 'T'
  AND delivered.is_simulated = target.is_simulated
WHERE
  target.is_in_force AND delivered.indicator_code IS NULL

MODEL (
  name mart.indicator_breakdown,
  grain (indicator_code, organisation_code, period_code, gender_code, part_organisation_code, is_simulated),
  description 'One row per indicator, period, gender, organisation and the part below it: parts of an additive indicator add up with the rest to the whole, others say that they do not',
  column_descriptions (
    organisation_code = 'own: The whole: the board that the unit had in the period, or RJH for a board, and for a unit whose board has no outcome',
    part_organisation_code = 'The part: a board or a unit; REST is what is not broken down, or may not be shown',
    whole_value = 'Outcome of the whole',
    part_value = 'Outcome of the part in the indicator''s unit; empty for the rest of what does not add up',
    contribution_value = 'What the part adds to the whole; empty where the indicator does not add up',
    contribution_pct = 'The same as per cent of the whole',
    difference_to_whole = 'The part less the whole, for an indicator that does not add up',
    is_too_few = 'own: True where the part may not be shown',
    is_additive = 'own: True where parts add up to the whole',
    explanation = 'own: What may be done with the parts, in Swedish',
    delivery_id = 'own: Delivery of the part; empty for the rest',
    row_number = 'own: Row of the part'
  ),
  audits (
    target_breakdown_adds_up
  )
);

WITH part AS (
  SELECT
    indicator_code,
    whole_code AS organisation_code,
    period_code,
    gender_code,
    organisation_code AS part_organisation_code,
    whole_value,
    value AS part_value,
    CASE WHEN is_additive THEN value END AS contribution_value,
    is_too_few,
    is_additive,
    period_kind_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number
  FROM core.indicator_part
  UNION ALL BY NAME
  SELECT
    indicator_code,
    whole_code AS organisation_code,
    period_code,
    gender_code,
    'REST' AS part_organisation_code,
    MAX(whole_value) AS whole_value,
    MAX(whole_value) - COALESCE(SUM(value), 0) AS contribution_value,
    FALSE AS is_too_few,
    TRUE AS is_additive,
    MAX(period_kind_code) AS period_kind_code,
    is_simulated
  FROM core.indicator_part
  WHERE
    is_additive
  GROUP BY
    indicator_code,
    whole_code,
    period_code,
    gender_code,
    is_simulated
)
SELECT
  part.indicator_code::TEXT AS indicator_code,
  part.organisation_code::TEXT AS organisation_code,
  part.period_code::TEXT AS period_code,
  part.gender_code::TEXT AS gender_code,
  part.part_organisation_code::TEXT AS part_organisation_code,
  part.whole_value::DECIMAL(18, 6) AS whole_value,
  part.part_value::DECIMAL(18, 6) AS part_value,
  part.contribution_value::DECIMAL(18, 6) AS contribution_value,
  @quotient(100 * part.contribution_value, part.whole_value, 6)::DECIMAL(18, 6) AS contribution_pct,
  (
    part.part_value - part.whole_value
  )::DECIMAL(18, 6) AS difference_to_whole,
  part.is_too_few::BOOLEAN AS is_too_few,
  part.is_additive::BOOLEAN AS is_additive,
  said.sentence_text::TEXT AS explanation,
  said.sentence_text_en::TEXT AS explanation_en,
  part.period_kind_code::TEXT AS period_kind_code,
  (
    NOT question.indicator_code IS NULL
  )::BOOLEAN AS in_question,
  question.in_question_text::TEXT AS in_question_text,
  part.is_simulated::BOOLEAN AS is_simulated,
  part.delivery_id::TEXT AS delivery_id,
  part.sheet::TEXT AS sheet,
  part.row_number::INT AS row_number
FROM part
JOIN seed.sentence AS said
  ON said.sentence_code = CASE WHEN part.is_additive THEN 'breakdown_additive' ELSE 'breakdown_apart' END
LEFT JOIN core.outcome_question AS question
  ON question.indicator_code = part.indicator_code
  AND question.organisation_code = part.part_organisation_code
  AND question.period_code = part.period_code
  AND question.period_kind_code = part.period_kind_code
  AND question.gender_code = part.gender_code
  AND question.is_simulated = part.is_simulated

MODEL (
  name core.indicator_definition,
  grain (indicator_code, definition_version, is_simulated),
  description 'One row per indicator code, of the plans and of the delivered outcomes, and version of its definition',
  column_descriptions (
    plan_indicator_code = 'own: The plan''s indicator that it is: by code, else by its words; empty where no plan has it',
    indicator_text = 'own: Indicator in words',
    valid_from = 'own: First day of the periods that it defines',
    valid_to = 'own: Last day of the periods that it defines',
    measure_kind = 'own: rate, index, count, quantity, ratio or change; unknown where no plan has the indicator',
    is_person_count = 'own: True where the value itself counts persons or their cases; by its units (seed.indicator_unit) where no plan has the indicator; a unit that is not declared, or none, is taken for one of persons',
    is_count_declared = 'True where the plan or the seed of units says whether persons are counted; else they are taken to be',
    share_base = 'own: What the value is a share of, with the persons behind it as the whole: 100 in per cent, 1000 per thousand, 1 as a fraction; empty where it is no such share',
    is_about_persons = 'True where the plan asks for women and men, and presumed where no plan has the indicator',
    is_cumulative = 'True where the words say that a period holds the earlier ones of its year',
    is_sliding_mean = 'own: True where neighbouring periods share observations',
    disclosure_group_code = 'own: Indicators with one code here are the same figures: by the seed, else by the same words',
    direction_code = 'own: UP when higher is better, DOWN when lower is better, in this version; empty where no plan says',
    unit_text = 'own: Unit of the outcome by the plan; empty where none is printed',
    base_year = 'as base_year_of_change',
    scope_code = 'as indicator_scope'
  ),
  audits (target_definitions_do_not_overlap, indicator_unit_is_declared)
);

WITH worded AS (
  SELECT
    @label_key(indicator_label) AS label_key,
    MIN(indicator_code) AS indicator_code
  FROM seed.indicator
  GROUP BY
    @label_key(indicator_label)
  HAVING
    COUNT(*) = 1
), coded AS (
  SELECT
    delivered.indicator_code,
    COALESCE(same_code.indicator_code, worded.indicator_code) AS plan_indicator_code,
    delivered.indicator_text,
    delivered.unit_text,
    delivered.has_person_unit,
    delivered.share_base,
    delivered.is_declared,
    delivered.is_simulated
  FROM core.indicator_delivered AS delivered
  LEFT JOIN seed.indicator AS same_code
    ON same_code.indicator_code = delivered.indicator_code
  LEFT JOIN worded
    ON worded.label_key = @label_key(delivered.indicator_text)
  UNION ALL
  SELECT
    planned.indicator_code,
    planned.indicator_code,
    planned.indicator_label,
    LOWER(planned.unit_text),
    COALESCE(unit.is_person_count, FALSE),
    unit.share_base,
    TRUE,
    FALSE
  FROM seed.indicator AS planned
  LEFT JOIN seed.indicator_unit AS unit
    ON unit.unit_key = @label_key(planned.unit_text)
  LEFT JOIN core.indicator_delivered AS delivered
    ON delivered.indicator_code = planned.indicator_code AND NOT delivered.is_simulated
  WHERE
    delivered.indicator_code IS NULL
)
SELECT
  coded.indicator_code::TEXT AS indicator_code,
  coded.plan_indicator_code::TEXT AS plan_indicator_code,
  coded.indicator_text::TEXT AS indicator_text,
  COALESCE(definition.definition_version, 1)::INT AS definition_version,
  COALESCE(definition.valid_from, '1900-01-01'::DATE)::DATE AS valid_from,
  COALESCE(definition.valid_to, '9999-12-31'::DATE)::DATE AS valid_to,
  COALESCE(definition.measure_kind, CASE WHEN coded.has_person_unit THEN 'count' ELSE 'unknown' END)::TEXT AS measure_kind,
  COALESCE(definition.is_additive, FALSE)::BOOLEAN AS is_additive,
  COALESCE(definition.is_person_count, coded.has_person_unit)::BOOLEAN AS is_person_count,
  (
    coded.is_declared OR NOT definition.indicator_code IS NULL
  )::BOOLEAN AS is_count_declared,
  CASE
    WHEN definition.is_person_share
    OR (
      definition.indicator_code IS NULL
      AND NOT coded.is_declared
      AND LOWER(coded.indicator_text) LIKE 'andel%'
    )
    THEN COALESCE(coded.share_base, 100)
    WHEN definition.indicator_code IS NULL OR coded.share_base > 100
    THEN coded.share_base
  END::INT AS share_base,
  COALESCE(planned.is_by_gender, TRUE)::BOOLEAN AS is_about_persons,
  COALESCE(
    REGEXP_REPLACE(
      LOWER(coded.indicator_text || ' ' || COALESCE(coded.unit_text, '')) || ' ',
      '[ (](ack[ .,)]|ackumul|hittills)',
      ''
    ) <> LOWER(coded.indicator_text || ' ' || COALESCE(coded.unit_text, '')) || ' ',
    FALSE
  )::BOOLEAN AS is_cumulative,
  COALESCE(definition.is_sliding_mean, FALSE)::BOOLEAN AS is_sliding_mean,
  COALESCE(disclosure_group_code, NULLIF(@label_key(coded.indicator_text), ''), coded.indicator_code)::TEXT AS disclosure_group_code,
  COALESCE(definition.direction_code, planned.direction_code)::TEXT AS direction_code,
  planned.direction_source::TEXT AS direction_source,
  planned.unit_text::TEXT AS unit_text,
  COALESCE(planned.target_form, 'NONE')::TEXT AS target_form,
  planned.base_year::INT AS base_year,
  planned.comparison_code::TEXT AS comparison_code,
  planned.scope_code::TEXT AS scope_code,
  planned.kolada_kpi::TEXT AS kolada_kpi,
  COALESCE(target_limit.green_from, 0)::DECIMAL(18, 6) AS green_from,
  COALESCE(target_limit.is_green_strict, FALSE)::BOOLEAN AS is_green_strict,
  target_limit.yellow_from::DECIMAL(18, 6) AS yellow_from,
  coded.is_simulated::BOOLEAN AS is_simulated
FROM coded
LEFT JOIN seed.indicator AS planned
  ON planned.indicator_code = coded.plan_indicator_code
LEFT JOIN seed.target_definition AS definition
  ON definition.indicator_code = coded.plan_indicator_code
LEFT JOIN seed.target_limit AS target_limit
  ON target_limit.indicator_code = definition.indicator_code
  AND target_limit.definition_version = definition.definition_version

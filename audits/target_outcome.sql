AUDIT (
  name target_definitions_do_not_overlap
);

/* A period falls in at most one version of an indicator's definition. */
SELECT
  first.indicator_code,
  first.definition_version,
  second.definition_version AS other_version
FROM @this_model AS first
JOIN @this_model AS second
  ON second.indicator_code = first.indicator_code
  AND second.is_simulated = first.is_simulated
  AND second.definition_version > first.definition_version
  AND second.valid_from <= first.valid_to
  AND first.valid_from <= second.valid_to;

AUDIT (
  name target_small_numbers_are_hidden
);

/* No figure about fewer than five persons is shown, and a small figure of women or men has no total and other gender beside it. */
SELECT
  shown.indicator_code,
  shown.organisation_code,
  shown.period_start,
  shown.gender_code
FROM @this_model AS shown
LEFT JOIN core.indicator_definition AS definition
  ON definition.indicator_code = shown.indicator_code
  AND definition.is_simulated = shown.is_simulated
  AND definition.definition_version = shown.definition_version
WHERE
  shown.person_count < 5 OR (
    definition.is_person_count AND shown.value < 5
  )
UNION ALL
SELECT
  hidden.indicator_code,
  hidden.organisation_code,
  hidden.period_start,
  hidden.gender_code
FROM @this_model AS hidden
JOIN @this_model AS other
  ON other.indicator_code = hidden.indicator_code
  AND other.organisation_code = hidden.organisation_code
  AND other.period_start = hidden.period_start
  AND other.period_kind_code = hidden.period_kind_code
  AND other.is_simulated = hidden.is_simulated
  AND other.gender_code <> hidden.gender_code
WHERE
  hidden.gender_code IN ('K', 'M')
  AND other.gender_code IN ('K', 'M')
  AND hidden.is_too_few
  AND NOT other.is_too_few;

AUDIT (
  name too_few_to_show,
  blocking FALSE
);

/* Outcomes that are left out since they are about fewer than five persons, or would give such a figure back. */
SELECT
  *
FROM @this_model
WHERE
  is_too_few;

AUDIT (
  name gender_total_outside,
  blocking FALSE
);

/* A rate's total lies between women and men; a count's total is their sum. */
SELECT
  *
FROM @this_model
WHERE
  NOT is_kept;

AUDIT (
  name outcome_period_is_odd,
  blocking FALSE
);

/* An outcome is about a calendar year, tertial or month; rolling years, and a start that the period's text contradicts, are not counted. */
SELECT
  *
FROM @this_model
WHERE
  is_period_odd;

AUDIT (
  name indicator_unit_is_declared,
  blocking FALSE
);

/* The unit of a delivered indicator says whether it counts persons: one not declared is taken to, and small values are not shown. */
SELECT
  *
FROM @this_model
WHERE
  NOT is_count_declared

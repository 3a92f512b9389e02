MODEL (
  name core.outcome_measured,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_start, period_kind_code, gender_code, is_simulated),
  description 'One row per outcome other than zero, with what its unit and its indicator say of its size',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    organisation_level = 'as indicator_organisation_level',
    definition_version = 'as period_definition_version',
    fiscal_year = 'as period_year',
    value = 'own: Outcome as delivered',
    unit_key = 'own: Unit in one spelling',
    share_base = 'own: 100 for per cent, 1 for a fraction; empty for what is no share',
    is_count = 'own: True where organisations differ in size: counts and quantities',
    least = 'own: Size that the larger of two outcomes must have before they can differ by a slip of scale',
    is_part_of_whole = 'True for a share of a whole, which cannot be more than all of it',
    scope_code = 'as indicator_scope',
    reported_status_text = 'own: The same as the board words it'
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
  definition.target_form,
  definition.scope_code,
  definition.comparison_code,
  CASE WHEN unit.share_base <= 100 THEN unit.share_base END AS share_base,
  unit.share_base > 0
  AND definition.measure_kind <> 'change'
  AND LOWER(definition.indicator_text) LIKE '%andel%' AS is_part_of_whole,
  definition.is_person_count OR definition.measure_kind IN ('count', 'quantity') AS is_count,
  CASE
    WHEN definition.is_person_count OR definition.measure_kind IN ('count', 'quantity')
    THEN 300
    WHEN definition.measure_kind = 'change' OR definition.target_form = 'BASE_YEAR_CHANGE'
    THEN 15
    ELSE COALESCE(0.02 * unit.share_base, 1)
  END::DECIMAL(18, 6) AS least
FROM core.indicator_outcome AS outcome
JOIN core.indicator_definition AS definition
  ON definition.indicator_code = outcome.indicator_code
  AND definition.is_simulated = outcome.is_simulated
  AND definition.definition_version = outcome.definition_version
LEFT JOIN seed.indicator_unit AS unit
  ON unit.unit_key = @label_key(outcome.unit_text)
WHERE
  outcome.value <> 0

MODEL (
  name core.indicator_part,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per outcome of a unit or a board, with the organisation above it that has an outcome of the same: the board that the unit had in the period, else the region',
  column_descriptions (
    organisation_code = 'own: The part',
    value = 'own: Outcome of the part',
    whole_code = 'The organisation above',
    whole_value = 'own: Its outcome'
  ),
  tags (
    'working'
  )
);

WITH placed AS (
  SELECT
    outcome.indicator_code,
    outcome.organisation_code,
    outcome.period_code,
    outcome.gender_code,
    outcome.is_simulated,
    outcome.value,
    outcome.is_too_few,
    outcome.period_kind_code,
    outcome.delivery_id,
    outcome.sheet,
    outcome.row_number,
    definition.is_additive,
    CASE
      WHEN outcome.organisation_level = 'board'
      THEN @region_code
      WHEN outcome.organisation_level = 'unit' AND NOT last_unit.board_code IS NULL
      THEN COALESCE(then_unit.board_code, last_unit.board_code)
    END AS above_code
  FROM core.indicator_value AS outcome
  LEFT JOIN core.unit AS then_unit
    ON then_unit.unit_code = outcome.organisation_code
    AND then_unit.valid_from <= outcome.period_start
    AND COALESCE(then_unit.valid_to, '9999-12-31'::DATE) >= outcome.period_start
  LEFT JOIN core.unit AS last_unit
    ON last_unit.unit_code = outcome.organisation_code AND last_unit.is_last
  LEFT JOIN core.indicator_definition AS definition
    ON definition.indicator_code = outcome.indicator_code
    AND definition.is_simulated = outcome.is_simulated
    AND definition.definition_version = outcome.definition_version
), whole AS (
  SELECT
    indicator_code,
    organisation_code,
    period_code,
    gender_code,
    is_simulated,
    value
  FROM core.indicator_value
  WHERE
    organisation_level <> 'unit'
)
SELECT
  below.indicator_code::TEXT AS indicator_code,
  below.organisation_code::TEXT AS organisation_code,
  below.period_code::TEXT AS period_code,
  below.period_kind_code::TEXT AS period_kind_code,
  below.gender_code::TEXT AS gender_code,
  below.value::DECIMAL(18, 6) AS value,
  below.is_too_few::BOOLEAN AS is_too_few,
  below.is_additive::BOOLEAN AS is_additive,
  COALESCE(board.organisation_code, region.organisation_code)::TEXT AS whole_code,
  CASE WHEN board.organisation_code IS NULL THEN region.value ELSE board.value END::DECIMAL(18, 6) AS whole_value,
  below.is_simulated::BOOLEAN AS is_simulated,
  below.delivery_id::TEXT AS delivery_id,
  below.sheet::TEXT AS sheet,
  below.row_number::INT AS row_number
FROM placed AS below
LEFT JOIN whole AS board
  ON board.indicator_code = below.indicator_code
  AND board.period_code = below.period_code
  AND board.gender_code = below.gender_code
  AND board.is_simulated = below.is_simulated
  AND board.organisation_code = below.above_code
LEFT JOIN whole AS region
  ON region.indicator_code = below.indicator_code
  AND region.period_code = below.period_code
  AND region.gender_code = below.gender_code
  AND region.is_simulated = below.is_simulated
  AND region.organisation_code = @region_code
WHERE
  NOT below.above_code IS NULL
  AND NOT COALESCE(board.organisation_code, region.organisation_code) IS NULL

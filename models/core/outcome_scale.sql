MODEL (
  name core.outcome_scale,
  grain (indicator_code, organisation_code, period_start, period_kind_code, gender_code, is_simulated),
  description 'One row per outcome other than zero, with what its size may be held against in its own unit: the target or the comparison series, and what its unit can be',
  column_descriptions (
    definition_version = 'as period_definition_version',
    organisation_code = 'as indicator_organisation',
    value = 'own: Outcome as delivered',
    unit_key = 'own: Unit in one spelling',
    share_base = 'own: 100 for per cent, 1 for a fraction; empty for what is no share',
    is_count = 'True where organisations differ in size: counts and quantities',
    least = 'Size that the larger of two outcomes must have before they can differ by a slip of scale',
    stated_value = 'Target of the year, else the newest one; the comparison series for a relative target',
    stated_code = 'against_target or against_comparison',
    unit_question = 'What the unit makes of the outcome, as in_question_code; empty where nothing',
    stated_question = 'What the target or the comparison series makes of it, as in_question_code; empty where nothing'
  ),
  tags (
    'working'
  )
);

WITH target AS (
  SELECT
    indicator_code,
    fiscal_year,
    COALESCE(target_value, printed_value) AS target_value,
    @unit_key(printed_unit_text) AS unit_key,
    ROW_NUMBER() OVER (PARTITION BY indicator_code ORDER BY fiscal_year DESC) AS place
  FROM core.indicator
  WHERE
    is_in_force AND NOT COALESCE(target_value, printed_value) IS NULL
), measured AS (
  SELECT
    *
  FROM core.outcome_measured
), compared AS (
  SELECT
    outcome.indicator_code,
    outcome.period_code,
    outcome.gender_code,
    outcome.is_simulated,
    outcome.unit_key,
    series.comparison_code,
    MAX(outcome.value) AS value
  FROM measured AS outcome
  JOIN seed.target_comparison AS series
    ON series.organisation_code = outcome.organisation_code
  GROUP BY
    outcome.indicator_code,
    outcome.period_code,
    outcome.gender_code,
    outcome.is_simulated,
    outcome.unit_key,
    series.comparison_code
), stated AS (
  SELECT
    outcome.*,
    COALESCE(compared.value, year_target.target_value, last_target.target_value) AS stated_value,
    CASE
      WHEN (
        outcome.is_part_of_whole AND (
          outcome.value < 0 OR outcome.value > outcome.share_base
        )
      )
      OR (
        outcome.is_count AND outcome.value < 0 AND outcome.unit_key LIKE 'antal%'
      )
      THEN CASE
        WHEN outcome.value >= 3 * outcome.share_base
        THEN 'too_large_100'
        WHEN outcome.value < 0
        THEN 'sign_turned'
        ELSE 'outside_range'
      END
    END AS unit_question,
    CASE WHEN compared.value IS NULL THEN 'against_target' ELSE 'against_comparison' END AS stated_code
  FROM measured AS outcome
  LEFT JOIN target AS year_target
    ON year_target.indicator_code = outcome.plan_indicator_code
    AND year_target.fiscal_year = outcome.fiscal_year
    AND year_target.unit_key = outcome.unit_key
    AND outcome.target_form IN ('ABSOLUTE', 'BASE_YEAR_CHANGE')
    AND (
      NOT outcome.is_count
      OR (
        outcome.organisation_code = outcome.scope_code AND outcome.period_kind_code = 'YEAR'
      )
    )
  LEFT JOIN target AS last_target
    ON last_target.indicator_code = outcome.plan_indicator_code
    AND last_target.place = 1
    AND last_target.unit_key = outcome.unit_key
    AND outcome.target_form IN ('ABSOLUTE', 'BASE_YEAR_CHANGE')
    AND (
      NOT outcome.is_count
      OR (
        outcome.organisation_code = outcome.scope_code AND outcome.period_kind_code = 'YEAR'
      )
    )
  LEFT JOIN compared
    ON outcome.target_form = 'RELATIVE'
    AND NOT outcome.is_count
    AND compared.indicator_code = outcome.indicator_code
    AND compared.period_code = outcome.period_code
    AND compared.gender_code = outcome.gender_code
    AND compared.is_simulated = outcome.is_simulated
    AND compared.unit_key = outcome.unit_key
    AND compared.comparison_code = outcome.comparison_code
)
SELECT
  stated.indicator_code::TEXT AS indicator_code,
  stated.organisation_code::TEXT AS organisation_code,
  stated.period_start::DATE AS period_start,
  stated.period_kind_code::TEXT AS period_kind_code,
  stated.gender_code::TEXT AS gender_code,
  stated.period_code::TEXT AS period_code,
  stated.definition_version::INT AS definition_version,
  stated.value::DECIMAL(18, 6) AS value,
  stated.unit_key::TEXT AS unit_key,
  stated.share_base::INT AS share_base,
  stated.is_count::BOOLEAN AS is_count,
  stated.least::DECIMAL(18, 6) AS least,
  stated.stated_value::DECIMAL(18, 6) AS stated_value,
  stated.stated_code::TEXT AS stated_code,
  stated.unit_question::TEXT AS unit_question,
  CASE
    WHEN SIGN(stated.value) = SIGN(stated.stated_value)
    THEN @scale_question(
      stated.value,
      stated.stated_value,
      stated.least,
      stated.share_base,
      CASE WHEN stated.share_base = 100 AND ABS(stated.value) <= 1 THEN 20 ELSE 30 END
    )
  END::TEXT AS stated_question,
  stated.is_simulated::BOOLEAN AS is_simulated,
  stated.delivery_id::TEXT AS delivery_id,
  stated.sheet::TEXT AS sheet,
  stated.row_number::INT AS row_number
FROM stated

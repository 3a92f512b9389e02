MODEL (
  name core.indicator_gender_check,
  grain (indicator_code, organisation_code, period_start, period_kind_text, is_simulated),
  tags (
    'delivered rows differ: one row tells of all genders'
  ),
  description 'One row per indicator, organisation and period with women, men and total: a rate''s total lies between them, a count''s is their sum; figures are not shown here',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    rule_code = 'own: between: T lies between K and M; sum: T = K + M; each within the rounding of the figures as delivered',
    is_kept = 'False where the figures break the rule',
    delivery_id = 'as total_delivery',
    row_number = 'as total_row'
  ),
  audits (
    gender_total_outside
  )
);

WITH checked AS (
  SELECT
    outcome.indicator_code,
    outcome.organisation_code,
    outcome.period_start,
    outcome.period_kind_text,
    outcome.is_simulated,
    CASE WHEN BOOL_OR(CAST(definition.measure_kind = 'count' AS BOOLEAN)) THEN 'sum' ELSE 'between' END AS rule_code,
    MAX(CASE WHEN outcome.gender_code = 'T' THEN outcome.value END) AS total,
    MAX(CASE WHEN outcome.gender_code = 'K' THEN outcome.value END) AS women,
    MAX(CASE WHEN outcome.gender_code = 'M' THEN outcome.value END) AS men,
    MAX(CAST('1e-' || COALESCE(outcome.value_decimals, 0) AS DECIMAL(18, 6)))::DECIMAL(18, 6) AS rounding,
    MAX(CASE WHEN outcome.gender_code = 'T' THEN outcome.delivery_id END) AS delivery_id,
    MAX(CASE WHEN outcome.gender_code = 'T' THEN outcome.sheet END) AS sheet,
    MAX(CASE WHEN outcome.gender_code = 'T' THEN outcome.row_number END) AS row_number
  FROM staging.indicator_outcome AS outcome
  LEFT JOIN core.indicator_definition AS definition
    ON definition.indicator_code = outcome.indicator_code
    AND definition.is_simulated = outcome.is_simulated
    AND outcome.period_start BETWEEN definition.valid_from AND definition.valid_to
  LEFT JOIN core.indicator_superseded AS superseded
    ON superseded.delivery_id = outcome.delivery_id AND superseded.row_number = outcome.row_number
  WHERE
    superseded.delivery_id IS NULL AND outcome.row_kind = 'data'
  GROUP BY
    outcome.indicator_code,
    outcome.organisation_code,
    outcome.period_start,
    outcome.period_kind_text,
    outcome.is_simulated
)
SELECT
  checked.indicator_code::TEXT AS indicator_code,
  checked.organisation_code::TEXT AS organisation_code,
  checked.period_start::DATE AS period_start,
  checked.period_kind_text::TEXT AS period_kind_text,
  checked.rule_code::TEXT AS rule_code,
  CASE checked.rule_code
    WHEN 'sum'
    THEN ABS(checked.total - checked.women - checked.men) <= checked.rounding * 1.5
    ELSE checked.total + checked.rounding >= LEAST(checked.women, checked.men)
    AND checked.total - checked.rounding <= GREATEST(checked.women, checked.men)
  END::BOOLEAN AS is_kept,
  checked.is_simulated::BOOLEAN AS is_simulated,
  checked.delivery_id::TEXT AS delivery_id,
  checked.sheet::TEXT AS sheet,
  checked.row_number::INT AS row_number
FROM checked
WHERE
  NOT checked.total IS NULL AND NOT checked.women IS NULL AND NOT checked.men IS NULL

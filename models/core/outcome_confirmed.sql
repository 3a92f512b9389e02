MODEL (
  name core.outcome_confirmed,
  grain (indicator_code, organisation_code, period_start, period_kind_code, gender_code, is_simulated),
  description 'One row per outcome that somebody has confirmed: it is asked about no more while it is the outcome that counts',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    period_code = 'own: Period of the outcome; empty where the outcome that counts is another',
    confirmed_by = 'own: Who answers for it, without numbers',
    confirmed_reason = 'own: Why it is right; texts with a number in them are not shown where a figure of the indicator is hidden, nor where the outcome is not the one that counts',
    is_in_force = 'own: True where the outcome that counts is the confirmed one; another value, delivered later, is not confirmed'
  )
);

WITH hidden_indicator AS (
  SELECT DISTINCT
    indicator_code,
    is_simulated
  FROM core.indicator_cell_hidden
)
SELECT
  source.indicator_code::TEXT AS indicator_code,
  source.organisation_code::TEXT AS organisation_code,
  source.period_start::DATE AS period_start,
  kind.period_kind_code::TEXT AS period_kind_code,
  source.gender_code::TEXT AS gender_code,
  outcome.period_code::TEXT AS period_code,
  @text_without_numbers(source.confirmed_by)::TEXT AS confirmed_by,
  @text_shown(source.reason_text, outcome.indicator_code IS NULL, hidden.indicator_code IS NULL)::TEXT AS confirmed_reason,
  (
    NOT outcome.indicator_code IS NULL
  )::BOOLEAN AS is_in_force,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number
FROM staging.outcome_confirmation AS source
JOIN core.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id AND delivery.is_current
JOIN seed.target_period_kind AS kind
  ON kind.period_kind_text = source.period_kind
LEFT JOIN core.indicator_outcome AS outcome
  ON outcome.indicator_code = source.indicator_code
  AND outcome.organisation_code = source.organisation_code
  AND outcome.period_start = source.period_start
  AND outcome.period_kind_code = kind.period_kind_code
  AND outcome.gender_code = source.gender_code
  AND outcome.is_simulated = delivery.is_simulated
  AND outcome.value = source.value
LEFT JOIN hidden_indicator AS hidden
  ON hidden.indicator_code = source.indicator_code AND hidden.is_simulated = delivery.is_simulated
WHERE
  source.row_kind = 'data'

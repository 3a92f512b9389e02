MODEL (
  name core.comparison_outcome,
  kind EMBEDDED,
  grain (indicator_code, period_code, gender_code, comparison_code, is_simulated),
  description 'One row per outcome of a series that relative targets are held against',
  column_descriptions (
    value = 'own: Outcome of the series in the indicator''s unit',
    unit_key = 'own: Unit in one spelling'
  )
);

SELECT
  outcome.indicator_code,
  outcome.period_code,
  outcome.gender_code,
  outcome.is_simulated,
  series.comparison_code,
  MAX(outcome.value) AS value,
  @unit_key(MAX(outcome.unit_text)) AS unit_key,
  MAX(outcome.in_question_code) AS in_question_code
FROM core.outcome_asked AS outcome
JOIN seed.target_comparison AS series
  ON series.organisation_code = outcome.organisation_code
GROUP BY
  outcome.indicator_code,
  outcome.period_code,
  outcome.gender_code,
  outcome.is_simulated,
  series.comparison_code

WITH newest AS (
  SELECT indicator_code, is_simulated, MAX(definition_version) AS definition_version
  FROM core.indicator_value
  WHERE NOT value IS NULL
  GROUP BY indicator_code, is_simulated
)
SELECT value.indicator_code, value.organisation_code, value.gender_code, value.period_kind_code, value.is_simulated,
  value.period_start, CAST(value.value AS DOUBLE) AS value, definition.is_sliding_mean, value.definition_version
FROM core.indicator_value AS value
JOIN newest
  ON newest.indicator_code = value.indicator_code AND newest.is_simulated = value.is_simulated
  AND newest.definition_version = value.definition_version
JOIN core.indicator_definition AS definition
  ON definition.indicator_code = value.indicator_code AND definition.is_simulated = value.is_simulated
  AND definition.definition_version = value.definition_version
LEFT JOIN core.outcome_question AS question
  ON question.indicator_code = value.indicator_code AND question.organisation_code = value.organisation_code
  AND question.period_start = value.period_start AND question.period_kind_code = value.period_kind_code
  AND question.gender_code = value.gender_code AND question.is_simulated = value.is_simulated
WHERE NOT value.value IS NULL AND value.organisation_level <> 'unit' AND question.indicator_code IS NULL

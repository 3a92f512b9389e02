MODEL (
  name core.outcome_neighbour,
  kind EMBEDDED,
  grain (
    indicator_code,
    organisation_code,
    period_start,
    period_kind_code,
    gender_code,
    in_question_against,
    is_simulated
  ),
  description 'One row per outcome and kind of neighbour, its own series or the other organisations, with what their sizes make of it',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    reference_value = 'own: Mean of the neighbours, in the unit of the outcome'
  )
);

WITH paired AS (
  SELECT
    held.indicator_code,
    held.organisation_code,
    held.period_start,
    held.period_kind_code,
    held.gender_code,
    held.is_simulated,
    CASE
      WHEN other.organisation_code = held.organisation_code
      THEN 'against_series'
      ELSE 'against_peers'
    END AS in_question_against,
    other.value,
    @scale_question(held.value, other.value, held.least, held.share_base, 30) AS scale_code,
    SIGN(held.value) <> SIGN(other.value) AS is_opposite,
    ABS(held.value) BETWEEN ABS(other.value) / 2 AND ABS(other.value) * 2 AS is_as_large
  FROM core.outcome_scale AS held
  JOIN core.outcome_scale AS other
    ON other.indicator_code = held.indicator_code
    AND other.gender_code = held.gender_code
    AND other.period_kind_code = held.period_kind_code
    AND other.definition_version = held.definition_version
    AND other.is_simulated = held.is_simulated
    AND COALESCE(other.unit_key, '') = COALESCE(held.unit_key, '')
    AND (
      (
        other.organisation_code = held.organisation_code AND other.period_start <> held.period_start
      )
      OR (
        other.organisation_code <> held.organisation_code
        AND other.period_start = held.period_start
        AND NOT held.is_count
      )
    )
  WHERE
    other.unit_question IS NULL AND other.stated_question IS NULL
)
SELECT
  indicator_code,
  organisation_code,
  period_start,
  period_kind_code,
  gender_code,
  is_simulated,
  in_question_against,
  @mean(value, 6)::DECIMAL(18, 6) AS reference_value,
  CASE
    WHEN SUM(CASE WHEN is_opposite THEN 1 ELSE 0 END) = 0
    AND (
      CASE in_question_against WHEN 'against_peers' THEN 4 ELSE 2 END
    ) * COUNT(scale_code) > (
      CASE in_question_against WHEN 'against_peers' THEN 3 ELSE 1 END
    ) * COUNT(*)
    AND COUNT(*) >= CASE in_question_against WHEN 'against_peers' THEN 5 ELSE 1 END
    THEN MAX(scale_code)
    WHEN in_question_against = 'against_series'
    AND COUNT(*) >= 3
    AND SUM(CASE WHEN is_opposite AND is_as_large THEN 0 ELSE 1 END) = 0
    AND MAX(ABS(value)) <= 2 * MIN(ABS(value))
    THEN 'sign_turned'
  END AS in_question_code
FROM paired
GROUP BY
  indicator_code,
  organisation_code,
  period_start,
  period_kind_code,
  gender_code,
  is_simulated,
  in_question_against

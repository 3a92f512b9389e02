MODEL (
  name core.target_place,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_code, gender_code, is_simulated),
  description 'One row per indicator × organisation × period × gender that has an outcome, or a target without one',
  tags (
    'working'
  )
);

SELECT
  indicator_code::TEXT AS indicator_code,
  organisation_code::TEXT AS organisation_code,
  period_code::TEXT AS period_code,
  gender_code::TEXT AS gender_code,
  is_simulated::BOOLEAN AS is_simulated
FROM core.indicator_outcome
UNION ALL
SELECT
  indicator_code::TEXT AS indicator_code,
  organisation_code::TEXT AS organisation_code,
  period_code::TEXT AS period_code,
  gender_code::TEXT AS gender_code,
  is_simulated::BOOLEAN AS is_simulated
FROM core.target_unmeasured

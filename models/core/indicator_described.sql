MODEL (
  name core.indicator_described,
  grain (indicator_code, definition_version, is_simulated),
  description 'One row per version of an indicator''s definition, with what the plan says of the indicator',
  column_descriptions (base_year = 'as base_year_of_change', is_by_gender = 'own: True where K and M are asked for'),
  tags (
    'working'
  )
);

WITH decided AS (
  SELECT
    indicator_code,
    MAX(decided_by_code) AS decided_by_code
  FROM core.indicator
  WHERE
    is_current
  GROUP BY
    indicator_code
)
SELECT
  known.indicator_code::TEXT AS indicator_code,
  known.definition_version::INT AS definition_version,
  known.indicator_text::TEXT AS indicator_text,
  known.direction_source::TEXT AS direction_source,
  known.base_year::INT AS base_year,
  known.comparison_code::TEXT AS comparison_code,
  known.kolada_kpi::TEXT AS kolada_kpi,
  planned.term_code::TEXT AS term_code,
  planned.target_area_code::TEXT AS target_area_code,
  planned.is_by_gender::BOOLEAN AS is_by_gender,
  decided.decided_by_code::TEXT AS decided_by_code,
  known.is_simulated::BOOLEAN AS is_simulated
FROM core.indicator_definition AS known
LEFT JOIN seed.indicator AS planned
  ON planned.indicator_code = known.plan_indicator_code
LEFT JOIN decided
  ON decided.indicator_code = known.plan_indicator_code

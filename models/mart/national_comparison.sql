MODEL (
  name mart.national_comparison,
  grain (kpi_code, fiscal_year, gender_code, known_on, is_simulated),
  description 'One row per Kolada indicator, year, gender and day that a fetch became known: the region beside the nation and the other regions. A comparison, never a target status',
  column_descriptions (
    known_on = 'own: As known on this day: the newest fetch of each value by then',
    is_latest = 'own: True for what is known now',
    region_value = 'Region Jämtland Härjedalen (0023), empty where Kolada has none',
    region_status_text = 'Why the region''s value is missing, as Kolada says',
    nation_value = 'The nation (0000) as Kolada gives it; empty where Kolada has none',
    nation_status_text = 'Why the nation''s value is missing, as Kolada says',
    unweighted_mean_of_other_regions = 'Mean of the other regions that have a value, each counting the same: not the nation''s value',
    other_region_count = 'Other regions with a value',
    other_region_missing_count = 'Other regions that were fetched without a value',
    other_region_lowest = 'Lowest among the other regions',
    other_region_highest = 'Highest among the other regions',
    difference_to_nation = 'The region less the nation, in the indicator''s unit; no judgement of better or worse',
    indicator_code = 'own: The plan''s indicator that the KPI is nearest to; empty where none',
    indicator_count = 'Indicators of the plan that name the KPI',
    delivery_id = 'own: Delivery of the region''s value',
    row_number = 'own: Place of the region''s value in the file'
  )
);

WITH fetched AS (
  SELECT DISTINCT
    kpi_code,
    known_from AS known_on,
    is_simulated
  FROM core.kolada_value
), value AS (
  SELECT
    known.*,
    fetched.known_on
  FROM fetched
  JOIN core.kolada_value AS known
    ON known.kpi_code = fetched.kpi_code
    AND known.is_simulated = fetched.is_simulated
    AND known.known_from <= fetched.known_on
    AND (
      known.known_to IS NULL OR known.known_to > fetched.known_on
    )
)
SELECT
  value.kpi_code::TEXT AS kpi_code,
  value.fiscal_year::INT AS fiscal_year,
  value.gender_code::TEXT AS gender_code,
  value.known_on::DATE AS known_on,
  (
    value.known_on = MAX(value.known_on) OVER (PARTITION BY value.kpi_code, value.is_simulated)
  )::BOOLEAN AS is_latest,
  MAX(CASE WHEN region.region_kind = 'own' THEN value.value END)::DECIMAL(18, 6) AS region_value,
  MAX(CASE WHEN region.region_kind = 'own' THEN value.status_text END)::TEXT AS region_status_text,
  MAX(CASE WHEN region.region_kind = 'nation' THEN value.value END)::DECIMAL(18, 6) AS nation_value,
  MAX(CASE WHEN region.region_kind = 'nation' THEN value.status_text END)::TEXT AS nation_status_text,
  @mean(CASE WHEN region.region_kind = 'region' THEN value.value END, 6)::DECIMAL(18, 6) AS unweighted_mean_of_other_regions,
  COUNT(CASE WHEN region.region_kind = 'region' THEN value.value END)::INT AS other_region_count,
  SUM(CASE WHEN region.region_kind = 'region' AND value.value IS NULL THEN 1 ELSE 0 END)::INT AS other_region_missing_count,
  MIN(CASE WHEN region.region_kind = 'region' THEN value.value END)::DECIMAL(18, 6) AS other_region_lowest,
  MAX(CASE WHEN region.region_kind = 'region' THEN value.value END)::DECIMAL(18, 6) AS other_region_highest,
  (
    MAX(CASE WHEN region.region_kind = 'own' THEN value.value END) - MAX(CASE WHEN region.region_kind = 'nation' THEN value.value END)
  )::DECIMAL(18, 6) AS difference_to_nation,
  MIN(planned.indicator_code)::TEXT AS indicator_code,
  COUNT(DISTINCT planned.indicator_code)::INT AS indicator_count,
  MAX(CASE WHEN region.region_kind = 'own' THEN value.delivery_id END)::TEXT AS delivery_id,
  MAX(CASE WHEN region.region_kind = 'own' THEN value.row_number END)::INT AS row_number,
  value.is_simulated::BOOLEAN AS is_simulated
FROM value
JOIN seed.target_region AS region
  ON LPAD(region.municipality_code, 4, '0') = value.municipality_code
LEFT JOIN seed.indicator AS planned
  ON planned.kolada_kpi = value.kpi_code
GROUP BY
  value.kpi_code,
  value.fiscal_year,
  value.gender_code,
  value.known_on,
  value.is_simulated

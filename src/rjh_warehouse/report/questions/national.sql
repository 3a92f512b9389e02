WITH newest AS (
  SELECT kpi_code, MAX(fiscal_year) AS fiscal_year
  FROM mart.national_comparison
  WHERE gender_code = 'T' AND is_latest AND region_value IS NOT NULL
    AND fiscal_year <= CAST(EXTRACT(YEAR FROM $month) AS INTEGER)
  GROUP BY kpi_code
), named AS (
  SELECT indicator_code, MIN(indicator_text) AS indicator_text
  FROM mart.target_achievement
  GROUP BY indicator_code
)
SELECT
  national.kpi_code, national.fiscal_year, national.gender_code, national.known_on,
  COALESCE(named.indicator_text, national.kpi_code) AS indicator_text,
  national.region_value, national.nation_value, national.unweighted_mean_of_other_regions,
  national.difference_to_nation, national.is_simulated
FROM mart.national_comparison AS national
JOIN newest ON newest.kpi_code = national.kpi_code AND newest.fiscal_year = national.fiscal_year
LEFT JOIN named ON named.indicator_code = national.indicator_code
WHERE national.gender_code = 'T' AND national.is_latest
ORDER BY national.kpi_code

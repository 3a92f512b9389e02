WITH told AS (
  SELECT DISTINCT indicator_code, organisation_code, CAST(SUBSTR(period_code, 1, 4) AS INTEGER) AS fiscal_year
  FROM mart.target_achievement
  WHERE value IS NOT NULL AND CAST(SUBSTR(period_code, 1, 4) AS INTEGER) * 100 + CASE
    WHEN SUBSTR(period_code, 6, 1) = 'T' THEN 4 * CAST(SUBSTR(period_code, 7, 1) AS INTEGER)
    WHEN LENGTH(period_code) = 7 THEN CAST(SUBSTR(period_code, 6, 2) AS INTEGER)
    ELSE 12
  END <= CAST(EXTRACT(YEAR FROM $month) * 100 + EXTRACT(MONTH FROM $month) AS INTEGER)
)
SELECT
  indicator_code, fiscal_year, indicator_text, organisation_code, target_text, unit_text, missing_reason,
  missing_reason_en, parts_missing, parts_missing_en, is_simulated
FROM mart.target_achievement AS target
ANTI JOIN told USING (indicator_code, organisation_code, fiscal_year)
WHERE value IS NULL AND (gender_code IS NULL OR gender_code = 'T')
  AND fiscal_year = CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AND ($board = $region OR organisation_code = $board)
ORDER BY organisation_code, indicator_text, indicator_code, period_code

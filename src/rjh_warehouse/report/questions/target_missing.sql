SELECT
  indicator_code, fiscal_year, indicator_text, organisation_code, target_text, unit_text, missing_reason,
  missing_reason_en, parts_missing, parts_missing_en, is_simulated
FROM mart.target_achievement
WHERE value IS NULL AND (gender_code IS NULL OR gender_code = 'T')
  AND fiscal_year = CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AND ($board = $region OR organisation_code = $board)
ORDER BY organisation_code, indicator_text, indicator_code, period_code

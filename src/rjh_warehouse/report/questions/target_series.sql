WITH dated AS (
  SELECT
    target.indicator_code, target.indicator_text, target.organisation_code, target.gender_code, target.period_code,
    target.value, target.in_question_text, target.in_question_text_en,
    target.unit_text, target.definition_version, target.is_simulated,
    CAST(SUBSTR(target.period_code, 1, 4) AS INTEGER) * 100 + CASE
      WHEN SUBSTR(target.period_code, 6, 1) = 'T' THEN 4 * CAST(SUBSTR(target.period_code, 7, 1) AS INTEGER)
      WHEN LENGTH(target.period_code) = 7 THEN CAST(SUBSTR(target.period_code, 6, 2) AS INTEGER)
      ELSE 12
    END AS period_end
  FROM mart.target_achievement AS target
  JOIN core.organisation AS organisation
    ON organisation.organisation_code = target.organisation_code
    AND organisation.organisation_level IN ('board', 'region')
  WHERE target.gender_code = 'T' AND target.period_code IS NOT NULL
    AND ($board = $region OR target.organisation_code = $board)
), ranked AS (
  SELECT
    dated.*,
    COUNT(value) OVER (PARTITION BY indicator_code, organisation_code) AS value_count,
    ROW_NUMBER() OVER (PARTITION BY indicator_code, organisation_code ORDER BY period_end DESC) AS period_rank
  FROM dated
  WHERE period_end <= CAST(EXTRACT(YEAR FROM $month) * 100 + EXTRACT(MONTH FROM $month) AS INTEGER)
)
SELECT
  indicator_code, indicator_text, organisation_code, gender_code, period_code, value, unit_text, definition_version,
  in_question_text, in_question_text_en,
  is_simulated
FROM ranked
WHERE period_rank <= 6 AND value_count > 1
ORDER BY organisation_code, indicator_text, indicator_code, period_end

WITH dated AS (
  SELECT
    target.indicator_code, target.organisation_code, target.computed_status, target.is_simulated,
    CAST(SUBSTR(target.period_code, 1, 4) AS INTEGER) * 100 + CASE
      WHEN SUBSTR(target.period_code, 6, 1) = 'T' THEN 4 * CAST(SUBSTR(target.period_code, 7, 1) AS INTEGER)
      WHEN LENGTH(target.period_code) = 7 THEN CAST(SUBSTR(target.period_code, 6, 2) AS INTEGER)
      ELSE 12
    END AS period_end
  FROM mart.target_achievement AS target
  JOIN core.organisation AS organisation
    ON organisation.organisation_code = target.organisation_code
    AND organisation.organisation_level IN ('board', 'region')
  WHERE target.gender_code = 'T' AND target.value IS NOT NULL AND target.period_code IS NOT NULL
    AND ($board = $region OR target.organisation_code = $board)
), newest AS (
  SELECT
    dated.*,
    ROW_NUMBER() OVER (PARTITION BY indicator_code, organisation_code ORDER BY period_end DESC) AS period_rank
  FROM dated
  WHERE period_end <= CAST(EXTRACT(YEAR FROM $month) * 100 + EXTRACT(MONTH FROM $month) AS INTEGER)
)
SELECT
  COUNT(*) AS target_count,
  COUNT(CASE WHEN computed_status = 'met' THEN 1 END) AS met_count,
  COUNT(CASE WHEN computed_status = 'near' THEN 1 END) AS near_count,
  COUNT(CASE WHEN computed_status = 'not_met' THEN 1 END) AS not_met_count,
  COUNT(CASE WHEN computed_status = 'in_question' THEN 1 END) AS in_question_count,
  BOOL_OR(is_simulated) AS is_simulated
FROM newest
WHERE period_rank = 1 AND computed_status IN ('met', 'near', 'not_met', 'in_question')

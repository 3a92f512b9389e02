WITH dated AS (
  SELECT
    target.indicator_code, target.indicator_text, target.organisation_code, target.gender_code, target.period_code,
    target.value, target.target_value, target.unit_text, target.computed_status_name,
    target.computed_status_name_en, target.in_question_text, target.in_question_text_en, target.trend_wording,
    target.trend_wording_en,
    target.parts_missing, target.parts_missing_en,
    target.is_simulated, target.delivery_id, target.sheet, target.row_number,
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
  newest.indicator_code, newest.indicator_text, newest.organisation_code, newest.gender_code, newest.period_code,
  newest.value, newest.target_value, newest.unit_text, newest.computed_status_name, newest.computed_status_name_en,
  newest.in_question_text, newest.in_question_text_en,
  newest.trend_wording, newest.trend_wording_en, newest.parts_missing, newest.parts_missing_en, newest.is_simulated,
  delivery.file_name, newest.sheet, newest.row_number
FROM newest
LEFT JOIN quality.delivery AS delivery ON delivery.delivery_id = newest.delivery_id
WHERE newest.period_rank = 1
ORDER BY newest.organisation_code, newest.indicator_text, newest.indicator_code

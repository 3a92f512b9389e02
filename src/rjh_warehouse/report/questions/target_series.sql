WITH dated AS (
  SELECT
    target.indicator_code, target.indicator_text, target.organisation_code, target.gender_code, target.period_code,
    target.value, target.in_question_text, target.in_question_text_en,
    target.unit_text, target.definition_version, target.is_simulated,
    CASE
      WHEN SUBSTR(target.period_code, 6, 1) = 'T' THEN 3
      WHEN LENGTH(target.period_code) = 7 THEN 12
      ELSE 1
    END AS parts_of_year,
    CAST(SUBSTR(target.period_code, 1, 4) AS INTEGER) AS fiscal_year,
    CASE
      WHEN SUBSTR(target.period_code, 6, 1) = 'T' THEN CAST(SUBSTR(target.period_code, 7, 1) AS INTEGER)
      WHEN LENGTH(target.period_code) = 7 THEN CAST(SUBSTR(target.period_code, 6, 2) AS INTEGER)
      ELSE 1
    END AS part
  FROM mart.target_achievement AS target
  JOIN core.organisation AS organisation
    ON organisation.organisation_code = target.organisation_code
    AND organisation.organisation_level IN ('board', 'region')
  WHERE target.gender_code = 'T' AND target.period_code IS NOT NULL
    AND ($board = $region OR target.organisation_code = $board)
), ended AS (
  SELECT
    dated.*, fiscal_year * parts_of_year + part - 1 AS place,
    MAKE_DATE(fiscal_year, part * (12 // parts_of_year), 1) AS last_month
  FROM dated
), newest AS (
  SELECT indicator_code, organisation_code, MAX_BY(parts_of_year, last_month) AS parts_of_year
  FROM ended
  WHERE last_month <= $month AND value IS NOT NULL
  GROUP BY indicator_code, organisation_code
), own AS (
  SELECT ended.*, MAX(CASE WHEN value IS NOT NULL THEN place END) OVER series AS newest_place
  FROM ended
  JOIN newest USING (indicator_code, organisation_code, parts_of_year)
  WHERE last_month <= $month
  WINDOW series AS (PARTITION BY indicator_code, organisation_code)
), shown AS (
  SELECT indicator_code, organisation_code, parts_of_year, MIN(place) AS first_place, MAX(newest_place) AS last_place
  FROM own
  WHERE place > newest_place - 6 AND value IS NOT NULL
  GROUP BY indicator_code, organisation_code, parts_of_year
  HAVING COUNT(DISTINCT place) > 1
), span AS (
  SELECT indicator_code, organisation_code, parts_of_year, UNNEST(RANGE(first_place, last_place + 1)) AS place
  FROM shown
), named AS (
  SELECT
    indicator_code, organisation_code, MAX_BY(indicator_text, last_month) AS indicator_text,
    MAX_BY(unit_text, last_month) AS unit_text
  FROM ended
  GROUP BY indicator_code, organisation_code
)
SELECT
  span.indicator_code, named.indicator_text, span.organisation_code, own.gender_code,
  COALESCE(own.period_code, CAST(span.place // span.parts_of_year AS VARCHAR) || CASE span.parts_of_year
    WHEN 3 THEN '-T' || CAST(span.place % 3 + 1 AS VARCHAR)
    WHEN 12 THEN '-' || LPAD(CAST(span.place % 12 + 1 AS VARCHAR), 2, '0')
    ELSE ''
  END) AS period_code,
  own.value, named.unit_text, own.definition_version, own.in_question_text, own.in_question_text_en,
  COALESCE(cost.is_reorganised, FALSE) AS is_reorganised, own.is_simulated
FROM span
JOIN named ON named.indicator_code = span.indicator_code AND named.organisation_code = span.organisation_code
LEFT JOIN own
  ON own.indicator_code = span.indicator_code AND own.organisation_code = span.organisation_code
  AND own.place = span.place
LEFT JOIN mart.cost_summary AS cost
  ON cost.month = own.last_month AND cost.period_kind = 'month' AND cost.organisation_basis = 'as_was'
  AND cost.organisation_level IN ('board', 'region') AND cost.organisation_code = own.organisation_code
  AND cost.scope_code = 'with_internal'
ORDER BY span.organisation_code, named.indicator_text, span.indicator_code, span.place

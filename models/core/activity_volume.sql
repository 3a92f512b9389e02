MODEL (
  name core.activity_volume,
  grain (
    organisation_level,
    organisation_code,
    activity_code,
    period_kind,
    month,
    volume_source,
    is_simulated
  ),
  description 'One row per organisation, kind of activity and period: its volume beside last year''s, from the months as delivered or, apart, as the region has published it',
  column_descriptions (
    organisation_level = 'own: area, board or region',
    activity_code = 'as activity_kind',
    month = 'as last_month_of_period',
    period_kind = 'own: month or ytd (January to the month)',
    volume = 'own: Volume of the period; empty where a month or a part is not measured or not shown, or only its change is published',
    is_complete = 'own: False while a month of the period is missing'
  ),
  tags (
    'working'
  )
);

WITH delivered AS (
  SELECT
    until.organisation_level,
    until.organisation_code,
    until.activity_code,
    'month' AS period_kind,
    until.month,
    until.is_simulated,
    until.volume,
    until.missing_part_count = 0 AS is_complete
  FROM core.activity_month AS until
  UNION ALL
  SELECT
    until.organisation_level,
    until.organisation_code,
    until.activity_code,
    'ytd',
    until.month,
    until.is_simulated,
    CASE WHEN COUNT(before.volume) = EXTRACT(MONTH FROM until.month) THEN SUM(before.volume) END,
    COUNT(before.volume) = EXTRACT(MONTH FROM until.month)
  FROM core.activity_month AS until
  JOIN core.activity_month AS before
    ON before.organisation_level = until.organisation_level
    AND before.organisation_code = until.organisation_code
    AND before.activity_code = until.activity_code
    AND before.is_simulated = until.is_simulated
    AND EXTRACT(YEAR FROM before.month) = EXTRACT(YEAR FROM until.month)
    AND before.month <= until.month
  GROUP BY
    until.organisation_level,
    until.organisation_code,
    until.activity_code,
    until.month,
    until.is_simulated
), compared AS (
  SELECT
    delivered.*,
    before.volume AS prior_volume
  FROM delivered
  LEFT JOIN delivered AS before
    ON before.organisation_level = delivered.organisation_level
    AND before.organisation_code = delivered.organisation_code
    AND before.activity_code = delivered.activity_code
    AND before.period_kind = delivered.period_kind
    AND before.is_simulated = delivered.is_simulated
    AND before.month = CAST(delivered.month - INTERVAL '1' YEAR AS DATE)
)
SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  activity_code::TEXT AS activity_code,
  period_kind::TEXT AS period_kind,
  month::DATE AS month,
  'months'::TEXT AS volume_source,
  volume::DECIMAL(18, 2) AS volume,
  prior_volume::DECIMAL(18, 2) AS prior_year_volume,
  (
    volume - prior_volume
  )::DECIMAL(18, 2) AS volume_change,
  CASE WHEN prior_volume > 0 THEN @growth_pct(volume, prior_volume) END::DECIMAL(18, 2) AS volume_growth_pct,
  is_complete::BOOLEAN AS is_complete,
  is_simulated::BOOLEAN AS is_simulated
FROM compared
UNION ALL
SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  activity_code::TEXT AS activity_code,
  period_kind::TEXT AS period_kind,
  month::DATE AS month,
  'published'::TEXT AS volume_source,
  volume::DECIMAL(18, 2) AS volume,
  prior_year_volume::DECIMAL(18, 2) AS prior_year_volume,
  volume_change::DECIMAL(18, 2) AS volume_change,
  volume_growth_pct::DECIMAL(18, 2) AS volume_growth_pct,
  TRUE::BOOLEAN AS is_complete,
  is_simulated::BOOLEAN AS is_simulated
FROM core.activity_published

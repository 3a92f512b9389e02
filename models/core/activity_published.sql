MODEL (
  name core.activity_published,
  grain (organisation_level, organisation_code, activity_code, period_kind, month, is_simulated),
  description 'One row per body, kind of activity and period that the region has published a volume of, or its change since last year, as last told',
  column_descriptions (
    organisation_level = 'own: board or region',
    activity_code = 'as activity_kind',
    month = 'as last_month_of_period',
    period_kind = 'own: month (a day''s count too) or ytd (January to the month)',
    volume = 'own: Volume as published; empty where only its change is',
    prior_year_volume = 'own: Volume of the same period last year: as published, or what the change leaves; empty where neither is',
    volume_change = 'own: Change since the same period last year, as published or as the two volumes give it',
    volume_growth_pct = 'own: Growth in per cent as published, or as the two volumes give it'
  ),
  tags (
    'working'
  )
);

WITH figure AS (
  SELECT
    *,
    CASE WHEN period_kind IN ('ytd', 'year') THEN 'ytd' ELSE 'month' END AS kind_told,
    DATE_TRUNC('MONTH', period_to)::DATE AS month_told
  FROM core.published_figure
), told AS (
  SELECT
    board.organisation_level,
    figure.body_code,
    kind.activity_code,
    figure.kind_told AS period_kind,
    figure.month_told AS month,
    figure.comparison,
    figure.value_kind,
    figure.value,
    figure.is_simulated,
    ROW_NUMBER() OVER (
      PARTITION BY figure.body_code, kind.activity_code, kind_told, month_told, figure.comparison, figure.value_kind, figure.is_simulated
      ORDER BY figure.told_on DESC, figure.figure_id DESC
    ) AS place
  FROM figure
  JOIN seed.activity AS kind
    ON kind.published_measure_code = figure.measure_code
  JOIN seed.board AS board
    ON board.board_code = figure.body_code
  WHERE
    figure.is_certain
    AND (
      figure.period_kind IN ('month', 'point_in_time')
      OR (
        figure.period_kind IN ('ytd', 'year')
        AND figure.period_from = DATE_TRUNC('YEAR', figure.period_to)::DATE
      )
    )
), laid AS (
  SELECT
    organisation_level,
    body_code,
    activity_code,
    period_kind,
    month,
    is_simulated,
    MAX(CASE WHEN comparison = 'none' AND value_kind = 'level' THEN value END) AS volume,
    MAX(CASE WHEN comparison = 'prior_year' AND value_kind = 'change' THEN value END) AS told_change,
    MAX(CASE WHEN comparison = 'prior_year' AND value_kind = 'percent' THEN value END) AS told_growth
  FROM told
  WHERE
    place = 1
  GROUP BY
    organisation_level,
    body_code,
    activity_code,
    period_kind,
    month,
    is_simulated
), compared AS (
  SELECT
    laid.*,
    COALESCE(before.volume, laid.volume - laid.told_change) AS prior_volume
  FROM laid
  LEFT JOIN laid AS before
    ON before.body_code = laid.body_code
    AND before.activity_code = laid.activity_code
    AND before.period_kind = laid.period_kind
    AND before.is_simulated = laid.is_simulated
    AND before.month = CAST(laid.month - INTERVAL '1' YEAR AS DATE)
)
SELECT
  organisation_level::TEXT AS organisation_level,
  body_code::TEXT AS organisation_code,
  activity_code::TEXT AS activity_code,
  period_kind::TEXT AS period_kind,
  month::DATE AS month,
  volume::DECIMAL(18, 2) AS volume,
  prior_volume::DECIMAL(18, 2) AS prior_year_volume,
  COALESCE(told_change, volume - prior_volume)::DECIMAL(18, 2) AS volume_change,
  COALESCE(told_growth, CASE WHEN prior_volume > 0 THEN @growth_pct(volume, prior_volume) END)::DECIMAL(18, 2) AS volume_growth_pct,
  is_simulated::BOOLEAN AS is_simulated
FROM compared
WHERE
  NOT volume IS NULL OR NOT told_change IS NULL OR NOT told_growth IS NULL

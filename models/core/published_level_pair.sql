MODEL (
  name core.published_level_pair,
  kind EMBEDDED,
  grain (
    figure_id
  ),
  description 'One row per change or growth since the year before in the published record, with the levels of both years as last told',
  column_descriptions (
    this_term = 'Level of the period as a term; empty where none is told',
    last_term = 'Level of the same period the year before'
  )
);

WITH keyed AS (
  SELECT
    *
  FROM core.published_term
), latest AS (
  SELECT
    *
  FROM (
    SELECT
      keyed.*,
      ROW_NUMBER() OVER (PARTITION BY series_code ORDER BY told_on DESC, figure_id DESC) AS place
    FROM keyed
    WHERE
      value_kind = 'level' AND comparison = 'none'
  ) AS ordered
  WHERE
    place = 1
)
SELECT
  told.figure_id,
  told.told_key,
  told.measure_code,
  told.value_kind,
  this_year.term AS this_term,
  last_year.term AS last_term
FROM keyed AS told
LEFT JOIN seed.published_measure AS measure
  ON measure.measure_code = told.measure_code
LEFT JOIN latest AS this_year
  ON this_year.body_code = told.body_code
  AND this_year.measure_code = COALESCE(measure.growth_of_code, told.measure_code)
  AND this_year.period_to = told.period_to
  AND COALESCE(this_year.period_from, this_year.period_to) = COALESCE(told.period_from, told.period_to)
  AND this_year.period_kind <> 'forecast_year'
LEFT JOIN latest AS last_year
  ON last_year.body_code = told.body_code
  AND last_year.measure_code = COALESCE(measure.growth_of_code, told.measure_code)
  AND last_year.period_to = CAST(told.period_to - INTERVAL '1' YEAR AS DATE)
  AND COALESCE(last_year.period_from, last_year.period_to) = CAST(COALESCE(told.period_from, told.period_to) - INTERVAL '1' YEAR AS DATE)
  AND last_year.period_kind <> 'forecast_year'
WHERE
  told.comparison = 'prior_year' AND told.period_kind <> 'forecast_year'

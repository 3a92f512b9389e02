MODEL (
  name core.published_rule_telling,
  grain (kind_code, left_expression, right_expression),
  description 'One row per relation that should hold between figures told one after the other: a figure told again, a forecast against the one before, an outcome against its forecast, a period against its months',
  tags (
    'working'
  )
);

WITH figure AS (
  SELECT
    *,
    CASE
      WHEN value_kind = 'level' AND sign_convention = 'cost printed negative'
      THEN '-' || figure_id
      ELSE figure_id
    END AS term
  FROM core.published_figure
  WHERE
    NOT base_value IS NULL AND NOT is_simulated
), telling AS (
  SELECT
    figure.*,
    LAG(figure_id) OVER (PARTITION BY series_code, unit_kind ORDER BY told_on, figure_id) AS before_id
  FROM figure
), forecast_before AS (
  SELECT
    told.figure_id,
    outcome.term AS outcome_term,
    forecast.term AS forecast_term,
    ROW_NUMBER() OVER (PARTITION BY told.figure_id ORDER BY forecast.told_on DESC, forecast.figure_id DESC) AS place
  FROM figure AS told
  JOIN figure AS outcome
    ON outcome.page_code = told.page_code
    AND outcome.body_code = told.body_code
    AND outcome.measure_code = told.measure_code
    AND outcome.period_to = told.period_to
    AND outcome.value_kind = 'level'
    AND outcome.comparison = 'none'
    AND outcome.period_kind = told.period_kind
  JOIN figure AS forecast
    ON forecast.body_code = told.body_code
    AND forecast.measure_code = told.measure_code
    AND forecast.period_to = told.period_to
    AND forecast.period_kind = 'forecast_year'
    AND forecast.value_kind = 'level'
    AND forecast.told_on < told.told_on
  WHERE
    told.comparison = 'forecast_before' AND told.value_kind = 'deviation' AND told.nature = 'result'
), month_before AS (
  SELECT
    until.figure_id AS until_id,
    month.figure_id AS month_id,
    before.figure_id AS before_id,
    ROW_NUMBER() OVER (
      PARTITION BY until.figure_id
      ORDER BY month.told_on DESC, before.told_on DESC, month.figure_id, before.figure_id
    ) AS place
  FROM figure AS until
  JOIN figure AS month
    ON month.body_code = until.body_code
    AND month.measure_code = until.measure_code
    AND month.comparison = until.comparison
    AND month.value_kind = until.value_kind
    AND month.period_kind = 'month'
    AND month.period_to = until.period_to
  JOIN figure AS before
    ON before.body_code = until.body_code
    AND before.measure_code = until.measure_code
    AND before.comparison = until.comparison
    AND before.value_kind = until.value_kind
    AND before.period_from = until.period_from
    AND before.period_to = CAST(month.period_from - INTERVAL '1' DAY AS DATE)
  WHERE
    until.period_kind IN ('ytd', 'year')
    AND before.period_kind IN ('ytd', 'month')
    AND until.value_kind <> 'percent'
    AND until.nature <> 'rate'
)
SELECT
  kind_code::TEXT AS kind_code,
  left_expression::TEXT AS left_expression,
  right_expression::TEXT AS right_expression
FROM (
  SELECT
    CASE period_kind WHEN 'forecast_year' THEN 'forecast_change' ELSE 'same_figure' END AS kind_code,
    figure_id AS left_expression,
    before_id AS right_expression
  FROM telling
  WHERE
    NOT before_id IS NULL
  UNION ALL
  SELECT
    'forecast_deviation',
    figure_id,
    outcome_term || '-(' || forecast_term || ')'
  FROM forecast_before
  WHERE
    place = 1
  UNION ALL
  SELECT
    'months_to_year',
    until_id,
    before_id || '+' || month_id
  FROM month_before
  WHERE
    place = 1
) AS rule

MODEL (
  name core.published_rule_level,
  grain (kind_code, left_expression, right_expression),
  description 'One row per relation that should hold between a change, a growth or a deviation and the levels that give it',
  tags (
    'working'
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
), level_pair AS (
  SELECT
    *
  FROM core.published_level_pair
), growth AS (
  SELECT
    change.figure_id AS change_id,
    percent.figure_id AS percent_id,
    percent.this_term,
    percent.last_term
  FROM level_pair AS percent
  JOIN keyed AS percent_told
    ON percent_told.figure_id = percent.figure_id
  LEFT JOIN seed.published_measure AS measure
    ON measure.measure_code = percent.measure_code
  JOIN keyed AS change
    ON change.page_code = percent_told.page_code
    AND change.body_code = percent_told.body_code
    AND change.measure_code = COALESCE(measure.growth_of_code, percent.measure_code)
    AND change.period_to = percent_told.period_to
    AND change.period_from = percent_told.period_from
    AND change.comparison = 'prior_year'
    AND change.value_kind = 'change'
  WHERE
    percent.value_kind = 'percent'
), budgeted AS (
  SELECT
    told.figure_id,
    outcome.term AS outcome_term,
    budget.term AS budget_term
  FROM keyed AS told
  JOIN seed.published_measure AS measure
    ON measure.budget_of_code = told.measure_code
  JOIN latest AS budget
    ON budget.body_code = told.body_code
    AND budget.measure_code = measure.measure_code
    AND budget.period_from = told.period_from
    AND budget.period_to = told.period_to
  JOIN keyed AS outcome
    ON outcome.body_code = told.body_code
    AND outcome.measure_code = told.measure_code
    AND outcome.page_code = told.page_code
    AND outcome.period_from = told.period_from
    AND outcome.period_to = told.period_to
    AND outcome.value_kind = 'level'
    AND outcome.period_kind = told.period_kind
  WHERE
    told.comparison = 'budget' AND told.value_kind = 'deviation' AND told.nature = 'result'
)
SELECT
  kind_code::TEXT AS kind_code,
  left_expression::TEXT AS left_expression,
  right_expression::TEXT AS right_expression
FROM (
  SELECT
    'level_change' AS kind_code,
    figure_id AS left_expression,
    this_term || '-(' || last_term || ')' AS right_expression
  FROM level_pair
  WHERE
    value_kind = 'change' AND NOT this_term IS NULL AND NOT last_term IS NULL
  UNION ALL
  SELECT
    'percent',
    change_id,
    percent_id || '/100*' || CASE
      WHEN this_term IS NULL
      THEN '(' || last_term || ')'
      ELSE '(' || this_term || '-' || change_id || ')'
    END
  FROM growth
  WHERE
    NOT this_term IS NULL OR NOT last_term IS NULL
  UNION ALL
  SELECT
    'deviation',
    figure_id,
    outcome_term || '-(' || budget_term || ')'
  FROM budgeted
) AS rule

MODEL (
  name core.published_term,
  kind EMBEDDED,
  grain (
    figure_id
  ),
  description 'One row per real figure of the published record that has a value, as a term of the relations that it can stand in',
  column_descriptions (
    base_value = 'own: Value in kronor, or as it is where it is not money, in the sign of the record',
    term = 'Number of the figure, with a minus where cost is printed negative',
    told_key = 'Page, body, period, comparison, kind of value and of unit: what can be added up'
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
), placed AS (
  SELECT
    *,
    page_code || '/' || body_code || '/' || comparison || '/' || value_kind || '/' || period_kind AS told_where,
    COALESCE(period_from::TEXT, '') || '/' || COALESCE(period_to::TEXT, '') || '/' || COALESCE(unit_kind, '') AS told_when
  FROM figure
)
SELECT
  *,
  told_where || '/' || told_when AS told_key
FROM placed

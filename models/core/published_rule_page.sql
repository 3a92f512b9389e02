MODEL (
  name core.published_rule_page,
  grain (kind_code, left_expression, right_expression),
  description 'One row per relation that should hold between figures of one page: net against gross and revenue, a sum against its parts, the region against its boards',
  tags (
    'working'
  )
);

WITH keyed AS (
  SELECT
    *
  FROM core.published_term
), triple AS (
  SELECT
    told_key,
    MAX(value_kind) AS value_kind,
    MIN(CASE WHEN measure_code = 'net_cost' THEN term END) AS net,
    MIN(CASE WHEN measure_code = 'gross_cost' THEN term END) AS gross,
    MIN(CASE WHEN measure_code = 'revenue' THEN term END) AS revenue
  FROM keyed
  WHERE
    value_kind <> 'percent'
  GROUP BY
    told_key
), part AS (
  SELECT
    parent.figure_id AS parent_id,
    parent.told_key,
    child.figure_id AS part_id
  FROM keyed AS parent
  JOIN seed.published_part AS listed
    ON listed.parent_code = parent.measure_code
  JOIN keyed AS child
    ON child.told_key = parent.told_key AND child.measure_code = listed.part_code
  LEFT JOIN keyed AS through
    ON through.told_key = parent.told_key AND through.measure_code = listed.through_code
  WHERE
    parent.value_kind <> 'percent' AND through.figure_id IS NULL
), board AS (
  SELECT
    region.figure_id AS region_id,
    LISTAGG(board.term, '+'
    ORDER BY
      board.figure_id) AS boards,
    COUNT(DISTINCT board.body_code) AS board_count
  FROM keyed AS region
  JOIN keyed AS board
    ON board.page_code = region.page_code
    AND board.measure_code = region.measure_code
    AND board.comparison = region.comparison
    AND board.value_kind = region.value_kind
    AND board.period_kind = region.period_kind
    AND board.period_to = region.period_to
    AND board.body_code <> @region_code
  WHERE
    region.body_code = @region_code AND region.value_kind <> 'percent' AND region.nature <> 'rate'
  GROUP BY
    region.figure_id
)
SELECT
  kind_code::TEXT AS kind_code,
  left_expression::TEXT AS left_expression,
  right_expression::TEXT AS right_expression
FROM (
  SELECT
    CASE value_kind WHEN 'deviation' THEN 'deviation_parts' ELSE 'net_change' END AS kind_code,
    net AS left_expression,
    CASE value_kind WHEN 'deviation' THEN revenue || '+' || gross ELSE gross || '-' || revenue END AS right_expression
  FROM triple
  WHERE
    NOT net IS NULL AND NOT gross IS NULL AND NOT revenue IS NULL
  UNION ALL
  SELECT
    CASE WHEN MAX(child.nature) = 'count' THEN 'counts_sum' ELSE 'change_parts' END,
    part.parent_id,
    LISTAGG(part.part_id, '+'
    ORDER BY
      part.part_id)
  FROM part
  JOIN keyed AS child
    ON child.figure_id = part.part_id
  GROUP BY
    part.parent_id
  HAVING
    COUNT(*) > 1
  UNION ALL
  SELECT
    'boards_to_region',
    region_id,
    boards
  FROM board
  WHERE
    board_count > 2
) AS rule

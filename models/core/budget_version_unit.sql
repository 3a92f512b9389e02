MODEL (
  name core.budget_version_unit,
  grain (board_code, fiscal_year, version_label, unit_code, delivery_id),
  description 'One row per board, year, version and unit of the detail budget, with the delivery that states the unit in it: a decided version holds what no later decision has replaced',
  column_descriptions (
    unit_code = 'own: Unit; empty text where the budget names none'
  ),
  tags (
    'working'
  )
);

WITH stated AS (
  SELECT DISTINCT
    cell.delivery_id,
    cell.board_code,
    cell.fiscal_year,
    cell.version_label,
    COALESCE(cell.unit_code, '') AS unit_code,
    named.version_rank,
    COALESCE(named.is_decided, FALSE) AND COALESCE(delivery.status, 'draft') <> 'draft' AS is_decided
  FROM staging.budget_month AS cell
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = cell.delivery_id
  JOIN core.delivery_part AS part
    ON part.delivery_id = cell.delivery_id
    AND part.part_key = COALESCE(cell.unit_code, '')
    AND part.is_current
  LEFT JOIN seed.budget_version AS named
    ON named.version_label = cell.version_label
  WHERE
    cell.row_kind = 'data'
), decided_version AS (
  SELECT DISTINCT
    board_code,
    fiscal_year,
    version_label,
    version_rank
  FROM stated
  WHERE
    is_decided
), held AS (
  SELECT
    board_code,
    fiscal_year,
    version_label,
    unit_code,
    delivery_id,
    1 AS newest_first
  FROM stated
  WHERE
    NOT is_decided
  UNION ALL
  SELECT
    version.board_code,
    version.fiscal_year,
    version.version_label,
    stated.unit_code,
    stated.delivery_id,
    ROW_NUMBER() OVER (
      PARTITION BY version.board_code, version.fiscal_year, version.version_label, stated.unit_code
      ORDER BY stated.version_rank DESC, stated.delivery_id DESC
    )
  FROM decided_version AS version
  JOIN stated
    ON stated.board_code = version.board_code
    AND stated.fiscal_year = version.fiscal_year
    AND stated.version_rank <= version.version_rank
    AND stated.is_decided
)
SELECT
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  version_label::TEXT AS version_label,
  unit_code::TEXT AS unit_code,
  delivery_id::TEXT AS delivery_id
FROM held
WHERE
  newest_first = 1

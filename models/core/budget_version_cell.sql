MODEL (
  name core.budget_version_cell,
  kind EMBEDDED,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check of a decided budget against the one before it, the version before or the same version as first adopted × side × cell',
  column_descriptions (
    place = 'own: Board, year and version, in Swedish',
    precision_sek = 'own: 0: nothing is rounded between versions',
    unit_code = 'as money_unit',
    row_label = 'own: Unit and cost type',
    check_kind = 'own: budget_versions or adopted_changed',
    side = 'own: stated: the later version; computed: the one before it'
  )
);

WITH version_unit AS (
  SELECT DISTINCT
    budget_code,
    board_code,
    fiscal_year,
    version_rank,
    version_number,
    is_part_current,
    delivery_id,
    part_key,
    budget_name,
    budget_name_en
  FROM core.budget_line
  WHERE
    is_decided AND row_kind = 'data' AND column_kind = 'data'
), version_pair AS (
  SELECT
    'BUDGET-REVISION/' || budget_code AS check_code,
    'budget_versions' AS check_kind,
    part_key,
    delivery_id AS later_delivery_id,
    LAG(delivery_id) OVER (PARTITION BY board_code, fiscal_year, part_key ORDER BY version_rank) AS earlier_delivery_id,
    budget_name AS place,
    budget_name_en AS place_en
  FROM version_unit
  WHERE
    is_part_current
  UNION ALL
  SELECT
    'BUDGET-ADOPTED/' || budget_code || '/' || version_number::TEXT,
    'adopted_changed',
    part_key,
    delivery_id,
    LAG(delivery_id) OVER (PARTITION BY budget_code, part_key ORDER BY version_number),
    budget_name,
    budget_name_en
  FROM version_unit
), compared_check AS (
  SELECT
    check_code
  FROM version_pair
  GROUP BY
    check_code
  HAVING
    COUNT(earlier_delivery_id) > 0
), pair AS (
  SELECT
    version_pair.check_code,
    check_kind,
    place,
    place_en,
    part_key,
    'stated' AS side,
    later_delivery_id AS delivery_id
  FROM version_pair
  JOIN compared_check
    ON compared_check.check_code = version_pair.check_code
  UNION ALL
  SELECT
    check_code,
    check_kind,
    place,
    place_en,
    part_key,
    'computed',
    earlier_delivery_id
  FROM version_pair
)
SELECT
  pair.check_code,
  pair.check_kind,
  pair.check_code AS check_group,
  pair.side,
  line.board_code,
  line.fiscal_year,
  pair.place,
  pair.place_en,
  line.amount_sek,
  0 AS precision_sek,
  line.unit_code,
  line.is_simulated,
  line.delivery_id,
  line.sheet,
  line.row_number,
  line.column_name,
  line.cell,
  line.row_label
FROM pair
JOIN core.budget_line AS line
  ON line.delivery_id = pair.delivery_id AND line.part_key = pair.part_key
WHERE
  line.row_kind = 'data' AND line.column_kind = 'data'

MODEL (
  name core.budget_month,
  grain (delivery_id, unit_code, cost_type_code, month),
  tags (
    'delivered rows differ: cells of one unit, cost type and month are summed, and the printed totals left out'
  ),
  description 'One row per budget version, unit, cost type and month',
  column_descriptions (
    board_code = 'own: Board whose budget it is',
    version_rank = 'own: Order of the versions',
    is_decided = 'own: False for a draft, by its name or by its origin',
    is_in_force = 'own: True for the highest decided version that holds the unit''s budget of the year, in its current delivery',
    amount_sek = 'own: Budget in kronor, revenue + and cost −; empty where none is stated',
    missing_count = 'Cells in which no budget is stated',
    row_number = 'own: Row of the sheet; the first where several rows budget the same',
    known_to = 'own: Day a newer delivery of the version and unit became known; empty for the current'
  )
);

WITH version AS (
  SELECT
    cell.delivery_id,
    cell.board_code,
    cell.fiscal_year,
    cell.version_label,
    COALESCE(cell.unit_code, '') AS unit_code,
    MAX(rank.version_rank) AS version_rank,
    BOOL_AND(CAST(rank.is_decided AND COALESCE(delivery.status, 'draft') <> 'draft' AS BOOLEAN)) AS is_decided
  FROM staging.budget_month AS cell
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = cell.delivery_id
  LEFT JOIN seed.budget_version AS rank
    ON rank.version_label = cell.version_label
  WHERE
    cell.row_kind = 'data'
  GROUP BY
    cell.delivery_id,
    cell.board_code,
    cell.fiscal_year,
    cell.version_label,
    COALESCE(cell.unit_code, '')
), in_force AS (
  SELECT
    version.board_code,
    version.fiscal_year,
    version.unit_code,
    MAX(version.version_rank) AS version_rank
  FROM version
  JOIN core.delivery_part AS part
    ON part.delivery_id = version.delivery_id AND part.part_key = version.unit_code
  WHERE
    version.is_decided AND part.is_current
  GROUP BY
    version.board_code,
    version.fiscal_year,
    version.unit_code
)
SELECT
  cell.delivery_id::TEXT AS delivery_id,
  cell.board_code::TEXT AS board_code,
  cell.fiscal_year::INT AS fiscal_year,
  cell.version_label::TEXT AS version_label,
  version.version_rank::INT AS version_rank,
  version.is_decided::BOOLEAN AS is_decided,
  (
    part.is_current AND version.is_decided AND version.version_rank = in_force.version_rank
  )::BOOLEAN AS is_in_force,
  COALESCE(former.unit_code, cell.unit_code)::TEXT AS unit_code,
  COALESCE(cell.cost_type_code, @unclassified_code)::TEXT AS cost_type_code,
  calendar.month::DATE AS month,
  SUM(cell.amount_sek)::DECIMAL(18, 2) AS amount_sek,
  MAX(cell.precision_sek)::DECIMAL(18, 2) AS precision_sek,
  SUM(CASE WHEN cell.amount_sek IS NULL THEN 1 ELSE 0 END)::INT AS missing_count,
  MIN(cell.sheet)::TEXT AS sheet,
  MIN(cell.row_number)::INT AS row_number,
  MIN(cell.column_name)::TEXT AS column_name,
  MIN(cell.cell)::TEXT AS cell,
  part.known_from::DATE AS known_from,
  part.known_to::DATE AS known_to,
  part.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.budget_month AS cell
JOIN core.delivery AS delivery
  ON delivery.delivery_id = cell.delivery_id
JOIN core.delivery_part AS part
  ON part.delivery_id = cell.delivery_id AND part.part_key = COALESCE(cell.unit_code, '')
JOIN version
  ON version.delivery_id = cell.delivery_id
  AND version.unit_code = COALESCE(cell.unit_code, '')
  AND version.board_code = cell.board_code
  AND version.fiscal_year = cell.fiscal_year
  AND version.version_label = cell.version_label
LEFT JOIN in_force
  ON in_force.board_code = cell.board_code
  AND in_force.fiscal_year = cell.fiscal_year
  AND in_force.unit_code = COALESCE(cell.unit_code, '')
JOIN seed.calendar AS calendar
  ON calendar.fiscal_year = cell.fiscal_year AND calendar.month_number = cell.month_number
LEFT JOIN core.unit_former AS former
  ON former.register_code = cell.unit_code
  AND calendar.month >= former.first_on
  AND calendar.month < former.until_on
WHERE
  cell.row_kind = 'data' AND cell.column_kind = 'data'
GROUP BY
  cell.delivery_id,
  cell.board_code,
  cell.fiscal_year,
  cell.version_label,
  version.version_rank,
  version.is_decided,
  in_force.version_rank,
  COALESCE(former.unit_code, cell.unit_code),
  cell.cost_type_code,
  calendar.month,
  part.known_from,
  part.known_to,
  part.is_current,
  delivery.is_simulated

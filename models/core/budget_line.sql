MODEL (
  name core.budget_line,
  grain (delivery_id, row_number, column_name),
  description 'One row per cell of the detail budgets in every version of a delivery that was ever let count, with its budget in words',
  column_descriptions (
    unit_code = 'as money_unit',
    row_label = 'own: Unit and cost type',
    version_rank = 'own: Order of the versions of one year; empty for one that is not known',
    is_decided = 'own: True for a decided version of a document that is no draft',
    budget_code = 'Board, year and version, as a code',
    budget_name = 'Board, year and version in Swedish',
    budget_name_en = 'The same in English',
    part_key = 'own: Unit; empty text where the budget names none',
    is_part_current = 'True for a data row that no newer delivery has replaced',
    is_newest = 'True in the newest delivery of its subject'
  ),
  tags (
    'working',
    'delivered rows differ: versions that have been replaced, and printed sums, stand beside what counts'
  )
);

SELECT
  cell.delivery_id::TEXT AS delivery_id,
  cell.sheet::TEXT AS sheet,
  cell.row_number::INT AS row_number,
  cell.column_name::TEXT AS column_name,
  cell.cell::TEXT AS cell,
  cell.row_kind::TEXT AS row_kind,
  cell.column_kind::TEXT AS column_kind,
  cell.board_code::TEXT AS board_code,
  cell.fiscal_year::INT AS fiscal_year,
  cell.version_label::TEXT AS version_label,
  cell.amount_sek::DECIMAL(18, 2) AS amount_sek,
  cell.precision_sek::DECIMAL(18, 2) AS precision_sek,
  cell.amount_unit_code::TEXT AS unit_code,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.version_number::INT AS version_number,
  named.version_rank::INT AS version_rank,
  (
    COALESCE(named.is_decided, FALSE) AND COALESCE(delivery.status, 'draft') <> 'draft'
  )::BOOLEAN AS is_decided,
  (
    cell.board_code || '/' || cell.fiscal_year::TEXT || '/' || cell.version_label
  )::TEXT AS budget_code,
  (
    cell.board_code || ' ' || cell.fiscal_year::TEXT || ' ' || COALESCE(named.version_name, cell.version_label)
  )::TEXT AS budget_name,
  (
    cell.board_code || ' ' || cell.fiscal_year::TEXT || ' ' || COALESCE(named.version_name_en, cell.version_label)
  )::TEXT AS budget_name_en,
  (
    TRIM(COALESCE(cell.unit_code, '') || ' ' || COALESCE(cell.cost_type_label, ''))
  )::TEXT AS row_label,
  (
    COALESCE(cell.unit_code, '')
  )::TEXT AS part_key,
  (
    COALESCE(part.is_current, FALSE)
  )::BOOLEAN AS is_part_current,
  (
    delivery.version_number = MAX(delivery.version_number) OVER (PARTITION BY delivery.subject)
  )::BOOLEAN AS is_newest
FROM staging.budget_month AS cell
JOIN core.delivery AS delivery
  ON delivery.delivery_id = cell.delivery_id AND NOT delivery.version_number IS NULL
LEFT JOIN core.delivery_part AS part
  ON part.delivery_id = cell.delivery_id
  AND part.part_key = COALESCE(cell.unit_code, '')
  AND cell.row_kind = 'data'
LEFT JOIN seed.budget_version AS named
  ON named.version_label = cell.version_label
WHERE
  NOT cell.amount_sek IS NULL

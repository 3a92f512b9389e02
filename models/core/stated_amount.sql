MODEL (
  name core.stated_amount,
  grain (
    statement_code
  ),
  tags (
    'delivered rows differ: the stated amounts of many tables, which amounts_conserved_from_staging holds'
  ),
  description 'One row per amount stated in a delivered document, with the cell it stands in',
  column_descriptions (
    statement_code = 'own: Delivery, table, sheet, row and column: the address of the statement',
    amount_kind = 'own: frame, frame_part (varav), budget, or what else the amount is: a kind of frame change, measure_effect, investment, planning_condition or compared_amount',
    cost_type_code = 'as cost_type_or_net',
    is_total = 'own: True for a row printed as a total',
    amount_sek = 'own: Amount in kronor, revenue + and cost −; empty where the cell is empty',
    unit_code = 'as money_unit'
  ),
  audits (
    amounts_conserved_from_staging,
    label_is_known(code := part_code),
    not_null(columns := (document_code, board_code, table_code, amount_kind, row_number)),
    foreign_key_known("column" := area_code, parent := seed.area, parent_column := area_code),
    foreign_key_known("column" := cost_type_code, parent := seed.cost_type, parent_column := cost_type_code),
    foreign_key_known("column" := board_code, parent := seed.board, parent_column := board_code),
    cost_type_is_known
  )
);

WITH statement AS (
  SELECT
    *
  FROM core.stated_frame
  UNION ALL BY NAME
  SELECT
    *
  FROM core.stated_frame_change
  UNION ALL BY NAME
  SELECT
    *
  FROM core.stated_budget
  UNION ALL BY NAME
  SELECT
    *
  FROM core.stated_plan_item
  UNION ALL BY NAME
  SELECT
    *
  FROM core.stated_condition
), known AS (
  SELECT
    label_kind,
    @label_key(label) AS label_key,
    code
  FROM seed.label
)
SELECT
  @cell_address(statement, statement.table_code, statement.column_name)::TEXT AS statement_code,
  delivery.document_code::TEXT AS document_code,
  statement.table_code::TEXT AS table_code,
  statement.amount_kind::TEXT AS amount_kind,
  COALESCE(statement.fiscal_year, delivery.attribute_fiscal_year)::INT AS fiscal_year,
  COALESCE(statement.board_code, document_board.board_code)::TEXT AS board_code,
  area.code::TEXT AS area_code,
  CASE
    WHEN statement.amount_kind IN ('frame', 'frame_part', 'budget') OR statement.table_code = 'frame_change'
    THEN COALESCE(part.code, CASE WHEN NOT area.code IS NULL THEN 'OFFICIALS' END, 'UNSTATED')
  END::TEXT AS part_code,
  COALESCE(statement.fixed_cost_type_code, cost_type.code)::TEXT AS cost_type_code,
  statement.row_label::TEXT AS row_label,
  statement.column_label::TEXT AS column_label,
  statement.row_kind::TEXT AS row_kind,
  statement.column_kind::TEXT AS column_kind,
  (
    statement.row_kind = 'total'
  )::BOOLEAN AS is_total,
  statement.amount_sek::DECIMAL(18, 2) AS amount_sek,
  statement.precision_sek::DECIMAL(18, 2) AS precision_sek,
  statement.amount_delivered::DECIMAL(18, 4) AS amount_delivered,
  statement.amount_text::TEXT AS amount_text,
  statement.unit_code::TEXT AS unit_code,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  statement.delivery_id::TEXT AS delivery_id,
  statement.sheet::TEXT AS sheet,
  statement.row_number::INT AS row_number,
  statement.column_name::TEXT AS column_name,
  statement.cell::TEXT AS cell,
  statement.source_line::INT AS source_line
FROM statement
JOIN core.delivery AS delivery
  ON delivery.delivery_id = statement.delivery_id
LEFT JOIN seed.document_board AS document_board
  ON document_board.document_code = delivery.document_code
LEFT JOIN known AS area
  ON area.label_kind = 'area' AND area.label_key = @label_key(statement.area_label)
LEFT JOIN known AS part
  ON part.label_kind = 'part' AND part.label_key = @label_key(statement.part_label)
LEFT JOIN known AS cost_type
  ON cost_type.label_kind = 'cost_type' AND cost_type.label_key = @label_key(statement.cost_type_label)

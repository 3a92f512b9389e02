MODEL (
  name core.stated_amount,
  grain (
    statement_code
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

WITH frame_list AS (
  SELECT
    frame.*,
    CASE WHEN frame.part_of_label IS NULL THEN frame.label ELSE frame.part_of_label END AS area_label
  FROM staging.frame_net AS frame
), change_label AS (
  SELECT
    @label_key(label) AS label_key,
    code
  FROM seed.label
  WHERE
    label_kind = 'change_kind'
), statement AS (
  SELECT
    'frame_net' AS table_code,
    CASE WHEN part_of_label IS NULL THEN 'frame' ELSE 'frame_part' END AS amount_kind,
    NULL::INT AS fiscal_year,
    NULL::TEXT AS board_code,
    area_label,
    area_label AS part_label,
    'NET' AS fixed_cost_type_code,
    NULL::TEXT AS cost_type_label,
    label AS row_label,
    NULL::TEXT AS column_label,
    row_kind,
    'data' AS column_kind,
    amount_sek,
    precision_sek,
    amount_delivered,
    amount_text,
    amount_unit_code AS unit_code,
    delivery_id,
    sheet,
    row_number,
    'amount' AS column_name,
    NULL::TEXT AS cell,
    source_line
  FROM frame_list
  UNION ALL
  SELECT
    'frame_by_year',
    'frame',
    fiscal_year,
    NULL,
    NULL,
    label,
    'NET',
    NULL,
    label,
    version_label,
    row_kind,
    'data',
    amount_sek,
    precision_sek,
    amount_delivered,
    amount_text,
    amount_unit_code,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell,
    source_line
  FROM staging.frame_by_year
  UNION ALL
  SELECT
    'frame_total',
    'frame',
    fiscal_year,
    board_code,
    NULL,
    NULL,
    'NET',
    NULL,
    label,
    NULL,
    row_kind,
    'data',
    amount_sek,
    precision_sek,
    amount_delivered,
    amount_text,
    amount_unit_code,
    delivery_id,
    sheet,
    row_number,
    'amount',
    NULL,
    source_line
  FROM staging.frame_total
  UNION ALL
  SELECT
    'frame_change',
    COALESCE(change_label.code, 'frame_change'),
    change.year_from,
    NULL,
    change.area_label,
    NULL,
    'NET',
    NULL,
    change.wording,
    NULL,
    change.row_kind,
    'data',
    change.amount_sek,
    change.precision_sek,
    change.amount_delivered,
    change.amount_text,
    change.amount_unit_code,
    change.delivery_id,
    change.sheet,
    change.row_number,
    'amount',
    NULL,
    change.source_line
  FROM staging.frame_change AS change
  LEFT JOIN change_label
    ON change_label.label_key = @label_key(change.cause_text)
  WHERE
    NOT change.amount_sek IS NULL
  UNION ALL
  SELECT
    'budget_area_cost_type',
    'budget',
    NULL,
    NULL,
    area_label,
    area_label,
    NULL,
    COALESCE(cost_type_label, column_name),
    area_label,
    column_name,
    row_kind,
    column_kind,
    amount_sek,
    precision_sek,
    amount_delivered,
    amount_text,
    amount_unit_code,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell,
    source_line
  FROM staging.budget_area_cost_type
  UNION ALL
  SELECT
    'budget_financing',
    'budget',
    NULL,
    NULL,
    label,
    label,
    NULL,
    COALESCE(financing_label, column_name),
    label,
    column_name,
    row_kind,
    column_kind,
    amount_sek,
    precision_sek,
    amount_delivered,
    amount_text,
    amount_unit_code,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell,
    source_line
  FROM staging.budget_financing
  WHERE
    NOT amount_sek IS NULL
  UNION ALL
  SELECT
    'measure_plan',
    'measure_effect',
    fiscal_year,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    COALESCE(measure_name, measure_type_text),
    column_name,
    row_kind,
    'data',
    effect_sek,
    effect_precision_sek,
    effect_delivered,
    effect_text,
    effect_unit_code,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell,
    source_line
  FROM staging.measure_plan
  UNION ALL
  SELECT
    'investment',
    'investment',
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    COALESCE(object_name, unit_label),
    NULL,
    row_kind,
    'data',
    amount_sek,
    precision_sek,
    amount_delivered,
    amount_text,
    amount_unit_code,
    delivery_id,
    sheet,
    row_number,
    'amount',
    NULL,
    source_line
  FROM staging.investment
  UNION ALL
  SELECT
    'planning_condition',
    'planning_condition',
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    condition_text,
    NULL,
    row_kind,
    'data',
    amount_sek,
    precision_sek,
    amount_delivered,
    amount_text,
    amount_unit_code,
    delivery_id,
    sheet,
    row_number,
    'amount',
    NULL,
    source_line
  FROM staging.planning_condition
  WHERE
    NOT amount_sek IS NULL
  UNION ALL
  SELECT
    'planning_condition',
    'compared_amount',
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    condition_text,
    NULL,
    row_kind,
    'data',
    compared_amount_sek,
    compared_precision_sek,
    compared_amount_delivered,
    compared_amount_text,
    compared_amount_unit_code,
    delivery_id,
    sheet,
    row_number,
    'compared_amount',
    NULL,
    source_line
  FROM staging.planning_condition
  WHERE
    NOT compared_amount_sek IS NULL
), area_label AS (
  SELECT
    @label_key(label) AS label_key,
    code
  FROM seed.label
  WHERE
    label_kind = 'area'
), part_label AS (
  SELECT
    @label_key(label) AS label_key,
    code
  FROM seed.label
  WHERE
    label_kind = 'part'
), cost_type_label AS (
  SELECT
    @label_key(label) AS label_key,
    code
  FROM seed.label
  WHERE
    label_kind = 'cost_type'
)
SELECT
  (
    statement.delivery_id || '/' || statement.table_code || '/' || COALESCE(statement.sheet, '') || '/' || statement.row_number::TEXT || '/' || statement.column_name
  )::TEXT AS statement_code,
  delivery.document_code::TEXT AS document_code,
  statement.table_code::TEXT AS table_code,
  statement.amount_kind::TEXT AS amount_kind,
  COALESCE(statement.fiscal_year, delivery.attribute_fiscal_year)::INT AS fiscal_year,
  COALESCE(statement.board_code, document_board.board_code)::TEXT AS board_code,
  area_label.code::TEXT AS area_code,
  CASE
    WHEN statement.amount_kind IN ('frame', 'frame_part', 'budget') OR statement.table_code = 'frame_change'
    THEN COALESCE(part_label.code, CASE WHEN NOT area_label.code IS NULL THEN 'OFFICIALS' END, 'UNSTATED')
  END::TEXT AS part_code,
  COALESCE(statement.fixed_cost_type_code, cost_type_label.code)::TEXT AS cost_type_code,
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
LEFT JOIN area_label
  ON area_label.label_key = @label_key(statement.area_label)
LEFT JOIN part_label
  ON part_label.label_key = @label_key(statement.part_label)
LEFT JOIN cost_type_label
  ON cost_type_label.label_key = @label_key(statement.cost_type_label)

MODEL (
  name mart.budget,
  grain (
    statement_code
  ),
  description 'One row per cell of the printed budget by area and cost type, with the elected''s part and the finance administration',
  column_descriptions (
    area_name = 'own: Area in Swedish; empty for a sum',
    cost_type_code = 'as cost_type_or_net',
    is_total = 'own: True for a printed sum row or the net column: do not add it to its parts',
    is_sign_unexpected = 'True when the cell goes against its cost type''s sign: shown as printed, never turned'
  ),
  audits (plan_holds_no_simulated_row, sign_follows_cost_type)
);

SELECT
  amount.statement_code::TEXT AS statement_code,
  amount.document_code::TEXT AS document_code,
  amount.fiscal_year::INT AS fiscal_year,
  amount.board_code::TEXT AS board_code,
  amount.area_code::TEXT AS area_code,
  area.area_name::TEXT AS area_name,
  amount.part_code::TEXT AS part_code,
  amount.cost_type_code::TEXT AS cost_type_code,
  cost_type.cost_type_name::TEXT AS cost_type_name,
  amount.amount_sek::DECIMAL(18, 2) AS amount_sek,
  amount.precision_sek::DECIMAL(18, 2) AS precision_sek,
  (
    amount.is_total OR cost_type.is_total
  )::BOOLEAN AS is_total,
  (
    NOT cost_type.is_total AND amount.amount_sek * cost_type.expected_sign < 0
  )::BOOLEAN AS is_sign_unexpected,
  amount.row_label::TEXT AS row_label,
  amount.status::TEXT AS status,
  amount.is_simulated::BOOLEAN AS is_simulated,
  amount.delivery_id::TEXT AS delivery_id,
  amount.sheet::TEXT AS sheet,
  amount.row_number::INT AS row_number,
  amount.column_name::TEXT AS column_name,
  amount.cell::TEXT AS cell,
  amount.source_line::INT AS source_line
FROM core.stated_amount AS amount
LEFT JOIN seed.area AS area
  ON area.area_code = amount.area_code
LEFT JOIN seed.cost_type AS cost_type
  ON cost_type.cost_type_code = amount.cost_type_code
WHERE
  amount.amount_kind = 'budget' AND amount.is_current AND NOT amount.amount_sek IS NULL

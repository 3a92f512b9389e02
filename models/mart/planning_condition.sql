MODEL (
  name mart.planning_condition,
  grain (delivery_id, row_number),
  description 'One row per planning condition: who says that what will affect coming years, when, and the amount where one is given',
  column_descriptions (
    amount_sek = 'as condition_amount',
    pressure_sek = 'Amount less the amount compared with, in kronor, cost −',
    board_code = 'own: Board that the body belongs to; empty where it is all of them or several'
  )
);

SELECT
  condition.document_code::TEXT AS document_code,
  document.document_name::TEXT AS document_name,
  condition.planning_year_from::INT AS planning_year_from,
  condition.planning_year_to::INT AS planning_year_to,
  condition.body_text::TEXT AS body_text,
  condition.heading_text::TEXT AS heading_text,
  condition.subheading_text::TEXT AS subheading_text,
  condition.condition_text::TEXT AS condition_text,
  condition.effective_text::TEXT AS effective_text,
  condition.amount_sek::DECIMAL(18, 2) AS amount_sek,
  condition.amount_text::TEXT AS amount_text,
  condition.compared_amount_sek::DECIMAL(18, 2) AS compared_amount_sek,
  condition.compared_amount_text::TEXT AS compared_amount_text,
  (
    condition.amount_sek - condition.compared_amount_sek
  )::DECIMAL(18, 2) AS pressure_sek,
  condition.duration_years::INT AS duration_years,
  condition.approximate_text::TEXT AS approximate_text,
  condition.status::TEXT AS status,
  condition.is_simulated::BOOLEAN AS is_simulated,
  condition.delivery_id::TEXT AS delivery_id,
  condition.sheet::TEXT AS sheet,
  condition.row_number::INT AS row_number,
  condition.source_line::INT AS source_line,
  condition.source_line_to::INT AS source_line_to,
  body.code::TEXT AS board_code
FROM core.planning_condition AS condition
LEFT JOIN core.document AS document
  ON document.document_code = condition.document_code
LEFT JOIN seed.label AS body
  ON body.label_kind = 'planning_body' AND @label_key(body.label) = @label_key(condition.body_text)
WHERE
  condition.is_current

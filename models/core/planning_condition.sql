MODEL (
  name core.planning_condition,
  grain (delivery_id, row_number),
  description 'One row per planning condition: who says that what will affect coming years',
  column_descriptions (
    amount_sek = 'as condition_amount'
  )
);

SELECT
  delivery.document_code::TEXT AS document_code,
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
  condition.duration_years::INT AS duration_years,
  condition.is_approximate::TEXT AS approximate_text,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  condition.delivery_id::TEXT AS delivery_id,
  condition.sheet::TEXT AS sheet,
  condition.row_number::INT AS row_number,
  condition.source_line::INT AS source_line,
  condition.source_line_to::INT AS source_line_to
FROM staging.planning_condition AS condition
JOIN core.delivery AS delivery
  ON delivery.delivery_id = condition.delivery_id

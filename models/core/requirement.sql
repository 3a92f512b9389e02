MODEL (
  name core.requirement,
  grain (board_code, fiscal_year, quantity_text, delivery_id),
  description 'One row per reduction that a plan requires of a board and year',
  column_descriptions (
    required_percent = 'own: Least reduction in per cent, positive'
  )
);

SELECT
  delivery.document_code::TEXT AS document_code,
  requirement.board_code::TEXT AS board_code,
  requirement.fiscal_year::INT AS fiscal_year,
  requirement.quantity_text::TEXT AS quantity_text,
  requirement.percent::DECIMAL(18, 6) AS required_percent,
  requirement.percent_text::TEXT AS percent_text,
  requirement.requirement_text::TEXT AS requirement_text,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  requirement.delivery_id::TEXT AS delivery_id,
  requirement.sheet::TEXT AS sheet,
  requirement.row_number::INT AS row_number,
  requirement.source_line::INT AS source_line
FROM staging.requirement AS requirement
JOIN core.delivery AS delivery
  ON delivery.delivery_id = requirement.delivery_id

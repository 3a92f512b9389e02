MODEL (
  name core.investment,
  grain (delivery_id, row_number),
  description 'One row per planned investment object',
  audits (
    not_null(columns := (fiscal_year, amount_sek, investment_kind))
  )
);

SELECT
  (
    delivery.document_code || '#' || investment.row_number::TEXT
  )::TEXT AS investment_code,
  delivery.document_code::TEXT AS document_code,
  document_board.board_code::TEXT AS board_code,
  delivery.attribute_fiscal_year::INT AS fiscal_year,
  investment.unit_label::TEXT AS unit_label,
  investment.object_name::TEXT AS object_name,
  label.code::TEXT AS investment_kind,
  investment.investment_kind_text::TEXT AS investment_kind_text,
  investment.amount_sek::DECIMAL(18, 2) AS amount_sek,
  investment.precision_sek::DECIMAL(18, 2) AS precision_sek,
  @cell_address(investment, 'investment', 'amount')::TEXT AS statement_code,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  investment.delivery_id::TEXT AS delivery_id,
  investment.sheet::TEXT AS sheet,
  investment.row_number::INT AS row_number,
  investment.source_line::INT AS source_line
FROM staging.investment AS investment
JOIN core.delivery AS delivery
  ON delivery.delivery_id = investment.delivery_id
LEFT JOIN seed.document_board AS document_board
  ON document_board.document_code = delivery.document_code
LEFT JOIN seed.label AS label
  ON label.label_kind = 'investment_kind'
  AND @label_key(label.label) = @label_key(investment.investment_kind_text)
WHERE
  investment.row_kind = 'data'

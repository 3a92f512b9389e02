MODEL (
  name core.investment,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per planned investment object',
  column_descriptions (
    investment_code = 'Document and row: identity of the object',
    document_code = 'Plan document that the row is printed in',
    board_code = 'Board',
    fiscal_year = 'Budget year that the figure is about',
    unit_label = 'Unit as printed',
    object_name = 'Object as printed',
    investment_kind = 'NEW or REPLACEMENT (reinvestering)',
    investment_kind_text = 'New or re-investment as printed',
    amount_sek = 'Amount in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    statement_code = 'Cell that states the amount',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_current = 'True when no newer delivery of the same subject is known',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
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
  (
    investment.delivery_id || '/investment/' || COALESCE(investment.sheet, '') || '/' || investment.row_number::TEXT || '/amount'
  )::TEXT AS statement_code,
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

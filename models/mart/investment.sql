MODEL (
  name mart.investment,
  kind FULL,
  owner controlling,
  grain (investment_code),
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
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header of the cell''s column as delivered; for tables laid out in rows the column''s name in the contract',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (investment_code)),
    not_null(columns := (investment_code)),
    plan_holds_no_simulated_row
  )
);

SELECT
  investment_code::TEXT AS investment_code,
  document_code::TEXT AS document_code,
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  unit_label::TEXT AS unit_label,
  object_name::TEXT AS object_name,
  investment_kind::TEXT AS investment_kind,
  investment_kind_text::TEXT AS investment_kind_text,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  precision_sek::DECIMAL(18, 2) AS precision_sek,
  status::TEXT AS status,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  'amount'::TEXT AS column_name,
  source_line::INT AS source_line
FROM core.investment
WHERE
  is_current

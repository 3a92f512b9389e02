MODEL (
  name mart.investment,
  grain (
    investment_code
  ),
  description 'One row per planned investment object',
  audits (
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

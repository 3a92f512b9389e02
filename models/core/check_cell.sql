MODEL (
  name core.check_cell,
  kind VIEW,
  grain (check_code, side, delivery_id, sheet, row_number, column_name),
  description 'One row per check × side × cell that it compares, of the documents, of the months and of the published record',
  column_descriptions (
    amount_sek = 'as check_amount',
    precision_sek = 'own: Stated precision in kronor; 0 where the amounts are exact',
    unit_code = 'as money_unit'
  ),
  tags (
    'working',
    'grain may repeat: mart.frame_reconciliation_part holds the same rows and is audited',
    'grain may be empty (check_code, side, delivery_id, sheet, row_number, column_name): the same'
  ),
  audits (
    accepted_values("column" := side, is_in := ('stated', 'computed'))
  )
);

SELECT
  check_code,
  side,
  coefficient,
  amount_sek,
  precision_sek,
  unit_code,
  document_code,
  statement_code,
  is_simulated,
  delivery_id,
  sheet,
  row_number,
  column_name,
  cell,
  row_label,
  column_label,
  source_line,
  NULL::DECIMAL(24, 6) AS number,
  NULL::DECIMAL(24, 6) AS number_precision
FROM core.reconciliation_cell
UNION ALL BY NAME
SELECT
  check_code,
  side,
  1::INT AS coefficient,
  amount_sek,
  precision_sek,
  unit_code,
  NULL::TEXT AS document_code,
  NULL::TEXT AS statement_code,
  is_simulated,
  delivery_id,
  sheet,
  row_number,
  column_name,
  cell,
  row_label,
  column_name AS column_label,
  NULL::INT AS source_line,
  NULL::DECIMAL(24, 6) AS number,
  NULL::DECIMAL(24, 6) AS number_precision
FROM core.budget_check_cell
UNION ALL BY NAME
SELECT
  check_code,
  side,
  1::INT AS coefficient,
  amount_sek,
  precision_sek,
  unit_code,
  NULL::TEXT AS document_code,
  NULL::TEXT AS statement_code,
  is_simulated,
  delivery_id,
  sheet,
  row_number,
  column_name,
  cell,
  row_label,
  column_name AS column_label,
  NULL::INT AS source_line,
  NULL::DECIMAL(24, 6) AS number,
  NULL::DECIMAL(24, 6) AS number_precision
FROM core.frame_check_cell
UNION ALL BY NAME
SELECT
  check_code,
  side,
  CASE WHEN side = 'stated' THEN 1 ELSE -1 END::INT AS coefficient,
  amount_sek,
  0::DECIMAL(18, 2) AS precision_sek,
  unit_code,
  NULL::TEXT AS document_code,
  NULL::TEXT AS statement_code,
  is_simulated,
  delivery_id,
  NULL::TEXT AS sheet,
  row_number,
  'amount'::TEXT AS column_name,
  NULL::TEXT AS cell,
  row_label,
  NULL::TEXT AS column_label,
  NULL::INT AS source_line,
  NULL::DECIMAL(24, 6) AS number,
  NULL::DECIMAL(24, 6) AS number_precision
FROM core.exchange_check_cell
UNION ALL BY NAME
SELECT
  check_code,
  side,
  CASE WHEN coefficient = FLOOR(coefficient) THEN coefficient END::INT AS coefficient,
  amount_sek,
  precision_sek,
  unit_code,
  NULL::TEXT AS document_code,
  NULL::TEXT AS statement_code,
  is_simulated,
  delivery_id,
  sheet,
  row_number,
  'value'::TEXT AS column_name,
  NULL::TEXT AS cell,
  row_label,
  value_text AS column_label,
  NULL::INT AS source_line,
  number,
  number_precision
FROM core.published_check_cell

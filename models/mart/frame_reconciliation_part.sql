MODEL (
  name mart.frame_reconciliation_part,
  grain (check_code, side, delivery_id, sheet, row_number, column_name),
  tags (
    'grain may be empty (sheet): a text file has no sheet'
  ),
  depends_on (
    mart.frame_reconciliation
  ),
  description 'One row per check × cell that it compares, with the place the amount was printed',
  column_descriptions (
    amount_sek = 'as check_amount',
    precision_sek = 'own: Stated precision in kronor: the unit × 10 to the power of −decimals; 0 where the amounts are exact; of the published record × what the difference changes with the figure'
  ),
  audits (
    parts_sum_to_check
  )
);

SELECT
  cell.check_code::TEXT AS check_code,
  cell.side::TEXT AS side,
  cell.amount_sek::DECIMAL(18, 2) AS amount_sek,
  cell.delivery_id::TEXT AS delivery_id,
  cell.sheet::TEXT AS sheet,
  cell.row_number::INT AS row_number,
  cell.column_name::TEXT AS column_name,
  cell.cell::TEXT AS cell,
  cell.precision_sek::DECIMAL(18, 2) AS precision_sek,
  cell.coefficient::INT AS coefficient,
  cell.row_label::TEXT AS row_label,
  cell.column_label::TEXT AS column_label,
  cell.document_code::TEXT AS document_code,
  cell.statement_code::TEXT AS statement_code,
  cell.is_simulated::BOOLEAN AS is_simulated,
  cell.source_line::INT AS source_line,
  delivery.file_name::TEXT AS file_name,
  cell.number::DECIMAL(24, 6) AS number,
  cell.number_precision::DECIMAL(24, 6) AS number_precision
FROM core.check_cell AS cell
LEFT JOIN core.delivery AS delivery
  ON delivery.delivery_id = cell.delivery_id

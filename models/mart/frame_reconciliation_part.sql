MODEL (
  name mart.frame_reconciliation_part,
  kind FULL,
  owner controlling,
  grain (check_code, side, delivery_id, sheet, row_number, column_name),
  description 'One row per check × cell that it compares, with the place the amount was printed',
  column_descriptions (
    check_code = 'Code of the check, unique',
    side = 'stated or computed',
    amount_sek = 'Amount as the check counts it, in kronor, revenue + and cost −',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header of the cell''s column as delivered; for tables laid out in rows the column''s name in the contract',
    cell = 'Address of the cell in the workbook; empty where the row and column give it',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals; 0 where the amounts are exact',
    coefficient = 'What the stated amount is multiplied by in the check: +1 or −1',
    row_label = 'Row as printed',
    column_label = 'Column as printed',
    document_code = 'Plan document that the row is printed in; empty for the months',
    statement_code = 'The stated amount in core.stated_amount; empty for the months',
    is_simulated = 'True for rows of the simulated region',
    source_line = 'First line of the source document''s text; empty for the months',
    file_name = 'Name of the file as delivered'
  ),
  audits (
    unique_combination_of_columns(columns := (check_code, side, delivery_id, sheet, row_number, column_name)),
    not_null(columns := (check_code, side, delivery_id, row_number, column_name)),
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
  delivery.file_name::TEXT AS file_name
FROM core.check_cell AS cell
LEFT JOIN core.delivery AS delivery
  ON delivery.delivery_id = cell.delivery_id

MODEL (
  name core.check_cell,
  kind VIEW,
  owner controlling,
  grain (check_code, side, delivery_id, sheet, row_number, column_name),
  description 'One row per check × side × cell that it compares, of the documents and of the months',
  column_descriptions (
    check_code = 'Code of the check, unique',
    side = 'stated or computed',
    coefficient = 'What the stated amount is multiplied by in the check: +1 or −1',
    amount_sek = 'Amount as the check counts it, in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor; 0 where the amounts are exact',
    unit_code = 'Unit as delivered: kr, tkr or mkr',
    document_code = 'Plan document that the row is printed in; empty for the months',
    statement_code = 'The stated amount in core.stated_amount; empty for the months',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header of the cell''s column as delivered; for tables laid out in rows the column''s name in the contract',
    cell = 'Address of the cell in the workbook; empty where the row and column give it',
    row_label = 'Row as printed',
    column_label = 'Column as printed',
    source_line = 'First line of the source document''s text; empty for the months'
  ),
  tags ('working'),
  audits (
    accepted_values(column := side, is_in := ('stated', 'computed'))
  )
);

SELECT
  check_code, side, coefficient, amount_sek, precision_sek, unit_code, document_code, statement_code, is_simulated,
  delivery_id, sheet, row_number, column_name, cell, row_label, column_label, source_line
FROM core.reconciliation_cell
UNION ALL
SELECT
  check_code, side, CAST(1 AS INTEGER), amount_sek, precision_sek, unit_code, CAST(NULL AS TEXT), CAST(NULL AS TEXT), is_simulated,
  delivery_id, sheet, row_number, column_name, cell, row_label, column_name, CAST(NULL AS INTEGER)
FROM core.budget_check_cell
UNION ALL
SELECT
  check_code, side, CAST(1 AS INTEGER), amount_sek, precision_sek, unit_code, CAST(NULL AS TEXT), CAST(NULL AS TEXT), is_simulated,
  delivery_id, sheet, row_number, column_name, cell, row_label, column_name, CAST(NULL AS INTEGER)
FROM core.frame_check_cell
UNION ALL
SELECT
  check_code, side, CAST(CASE WHEN side = 'stated' THEN 1 ELSE -1 END AS INTEGER), amount_sek, CAST(0 AS DECIMAL(18, 2)), unit_code, CAST(NULL AS TEXT), CAST(NULL AS TEXT), is_simulated,
  delivery_id, CAST(NULL AS TEXT), row_number, CAST('amount' AS TEXT), CAST(NULL AS TEXT), row_label, CAST(NULL AS TEXT), CAST(NULL AS INTEGER)
FROM core.exchange_check_cell

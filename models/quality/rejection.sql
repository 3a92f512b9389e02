MODEL (
  name quality.rejection,
  kind FULL,
  owner controlling,
  grain (delivery_id, table_name, sheet, row_number, column_name, cell, code),
  description 'One row per rejected cell: where it stands, what was found and what was expected',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    contract_code = 'Contract that took the file',
    file_name = 'Name of the file as delivered',
    table_name = 'Lake table that the row was meant for',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header as delivered',
    cell = 'Address of the cell in the workbook; empty where the row and column give it',
    found = 'Text as delivered; numbers are left out (visas inte) where the contract''s figures are about persons: the lake and rjh check have them',
    expected = 'What was expected',
    code = 'Reason, a key of the message catalogue',
    is_current = 'True when no newer delivery of the same subject is known',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    not_null(columns := (delivery_id, table_name, row_number, code)),
    row_count_matches_lake(lake_table := lake.rejection)
  )
);

WITH person_contract AS (
  SELECT DISTINCT contract_code FROM seed.person_contract
)
SELECT
  rejection.delivery_id::TEXT AS delivery_id,
  delivery.contract_code::TEXT AS contract_code,
  delivery.file_name::TEXT AS file_name,
  rejection.table_name::TEXT AS table_name,
  rejection.sheet::TEXT AS sheet,
  rejection.row_number::INT AS row_number,
  rejection.column_name::TEXT AS column_name,
  rejection.cell::TEXT AS cell,
  CASE WHEN person_contract.contract_code IS NULL OR NOT shown.contract_code IS NULL THEN rejection.found ELSE @text_without_numbers(rejection.found) END::TEXT AS found,
  rejection.expected::TEXT AS expected,
  rejection.code::TEXT AS code,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM lake.rejection AS rejection
LEFT JOIN core.delivery AS delivery
  ON delivery.delivery_id = rejection.delivery_id
LEFT JOIN person_contract
  ON person_contract.contract_code = delivery.contract_code
LEFT JOIN seed.person_contract AS shown
  ON shown.contract_code = delivery.contract_code AND shown.shown_column_name = rejection.column_name

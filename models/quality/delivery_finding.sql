MODEL (
  name quality.delivery_finding,
  kind FULL,
  owner controlling,
  grain (delivery_id, code, sheet, row_number, column_name, cell),
  description 'One row per thing to know about a delivery that rejects nothing by itself, such as a hidden column.',
  column_descriptions (
    delivery_id = 'The delivery',
    code = 'What was found, as in the catalogue of messages',
    sheet = 'Sheet of the workbook',
    row_number = 'Row of the file or sheet',
    column_name = 'Column heading as delivered',
    cell = 'Address of the cell',
    found = 'The text as delivered; numbers are left out (visas inte) where the contract''s figures are about persons: the lake and rjh check have them',
    expected = 'What was expected'
  ),
  audits (
    not_null(columns := (delivery_id, code))
  )
);

WITH person_contract AS (
  SELECT DISTINCT contract_code FROM seed.person_contract
)
SELECT
  finding.delivery_id::TEXT AS delivery_id,
  finding.code::TEXT AS code,
  finding.sheet::TEXT AS sheet,
  finding.row_number::INTEGER AS row_number,
  finding.column_name::TEXT AS column_name,
  finding.cell::TEXT AS cell,
  CASE WHEN person_contract.contract_code IS NULL OR NOT shown.contract_code IS NULL THEN finding.found ELSE @text_without_numbers(finding.found) END::TEXT AS found,
  finding.expected::TEXT AS expected
FROM lake.delivery_finding AS finding
LEFT JOIN core.delivery AS delivery
  ON delivery.delivery_id = finding.delivery_id
LEFT JOIN person_contract
  ON person_contract.contract_code = delivery.contract_code
LEFT JOIN seed.person_contract AS shown
  ON shown.contract_code = delivery.contract_code AND shown.shown_column_name = finding.column_name

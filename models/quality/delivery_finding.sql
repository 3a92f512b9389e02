MODEL (
  name quality.delivery_finding,
  grain (delivery_id, code, sheet, row_number, column_name, cell),
  tags (
    'grain may repeat: one thing may be found twice in a cell',
    'grain may be empty (sheet, row_number, column_name, cell): a finding may be about the whole file'
  ),
  description 'One row per thing to know about a delivery that rejects nothing by itself, such as a hidden column.',
  column_descriptions (
    delivery_id = 'as delivery',
    code = 'own: What was found, as in the catalogue of messages',
    found = 'own: The text as delivered; numbers are left out (visas inte) where the contract''s figures are about persons: the lake and rjh check have them',
    message = 'What there is to know, in Swedish',
    message_en = 'The same in English'
  )
);

WITH person_contract AS (
  SELECT DISTINCT
    contract_code
  FROM seed.person_contract
), noted AS (
  SELECT
    finding.delivery_id,
    finding.code,
    finding.sheet,
    finding.row_number,
    finding.column_name,
    finding.cell,
    finding.expected,
    CASE
      WHEN person_contract.contract_code IS NULL OR NOT shown.contract_code IS NULL
      THEN finding.found
      ELSE @text_without_numbers(finding.found)
    END AS found
  FROM lake.delivery_finding AS finding
  LEFT JOIN core.delivery AS delivery
    ON delivery.delivery_id = finding.delivery_id
  LEFT JOIN person_contract
    ON person_contract.contract_code = delivery.contract_code
  LEFT JOIN seed.person_contract AS shown
    ON shown.contract_code = delivery.contract_code AND shown.shown_column_name = finding.column_name
)
SELECT
  noted.delivery_id::TEXT AS delivery_id,
  noted.code::TEXT AS code,
  noted.sheet::TEXT AS sheet,
  noted.row_number::INT AS row_number,
  noted.column_name::TEXT AS column_name,
  noted.cell::TEXT AS cell,
  noted.found::TEXT AS found,
  noted.expected::TEXT AS expected,
  @filled_message(message.text, noted)::TEXT AS message,
  @filled_message(message.text_en, noted)::TEXT AS message_en
FROM noted
LEFT JOIN lake.message AS message
  ON message.code = noted.code

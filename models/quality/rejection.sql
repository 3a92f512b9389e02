MODEL (
  name quality.rejection,
  grain (delivery_id, table_name, sheet, row_number, column_name, cell, code),
  tags (
    'grain may repeat: a cell may break one rule twice',
    'grain may be empty (sheet, column_name, cell): a text file has no sheet, a rejected row no column'
  ),
  description 'One row per rejected cell: where it stands, what was found and what was expected',
  column_descriptions (
    table_name = 'own: Lake table that the row was meant for',
    found = 'own: Text as delivered; numbers are left out (visas inte) where the contract''s figures are about persons: the lake and rjh check have them',
    expected_en = 'The same in English',
    code = 'own: Reason, a key of the message catalogue',
    reason = 'own: What is wrong and how to mend it, in Swedish',
    reason_en = 'own: The same in English'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.rejection)
  )
);

WITH person_contract AS (
  SELECT DISTINCT
    contract_code
  FROM seed.person_contract
), noted AS (
  SELECT
    rejection.delivery_id,
    rejection.table_name,
    rejection.sheet,
    rejection.row_number,
    rejection.column_name,
    rejection.cell,
    rejection.expected,
    COALESCE(rejection.expected_en, rejection.expected) AS expected_en,
    rejection.code,
    delivery.contract_code,
    delivery.file_name,
    delivery.is_current,
    delivery.is_simulated,
    CASE
      WHEN person_contract.contract_code IS NULL OR NOT shown.contract_code IS NULL
      THEN rejection.found
      ELSE @text_without_numbers(rejection.found)
    END AS found
  FROM lake.rejection AS rejection
  LEFT JOIN core.delivery AS delivery
    ON delivery.delivery_id = rejection.delivery_id
  LEFT JOIN person_contract
    ON person_contract.contract_code = delivery.contract_code
  LEFT JOIN seed.person_contract AS shown
    ON shown.contract_code = delivery.contract_code AND shown.shown_column_name = rejection.column_name
)
SELECT
  noted.delivery_id::TEXT AS delivery_id,
  noted.contract_code::TEXT AS contract_code,
  noted.file_name::TEXT AS file_name,
  noted.table_name::TEXT AS table_name,
  noted.sheet::TEXT AS sheet,
  noted.row_number::INT AS row_number,
  noted.column_name::TEXT AS column_name,
  noted.cell::TEXT AS cell,
  noted.found::TEXT AS found,
  noted.expected::TEXT AS expected,
  noted.expected_en::TEXT AS expected_en,
  noted.code::TEXT AS code,
  @filled_message(message.text, noted)::TEXT AS reason,
  @filled_message(message.text_en, noted, expected_en)::TEXT AS reason_en,
  noted.is_current::BOOLEAN AS is_current,
  noted.is_simulated::BOOLEAN AS is_simulated
FROM noted
LEFT JOIN lake.message AS message
  ON message.code = noted.code

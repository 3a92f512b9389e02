MODEL (
  name quality.delivery_control,
  grain (delivery_id, table_name, check_name, column_name),
  tags (
    'grain may repeat: a contract may name a check twice',
    'grain may be empty (table_name, column_name): a check may be of the whole file or row'
  ),
  description 'One row per check of a delivery that did not pass before its commit, or had nothing to compare with.',
  column_descriptions (
    delivery_id = 'as delivery',
    table_name = 'own: The table that was checked',
    check_name = 'Name of the check, as in the contract',
    severity = 'block: the delivery counts for nothing until corrected or accepted; warn: it is shown',
    state = 'own: failed, noted (no question, but to be known), or could_not_run: nothing to compare with, or the register that expected names has not been delivered',
    column_name = 'own: The column or key that was checked',
    failed_count = 'Rows, keys or sums that failed',
    found = 'own: What was found, the first of them; numbers are left out (visas inte) where the contract''s figures are about persons: the lake and rjh check have them',
    first_row_numbers = 'Rows of the file, the first of them'
  ),
  audits (
    not_null(columns := (severity, state)),
    accepted_values("column" := severity, is_in := ('block', 'warn')),
    accepted_values("column" := state, is_in := ('failed', 'noted', 'could_not_run'))
  )
);

WITH person_contract AS (
  SELECT DISTINCT
    contract_code
  FROM seed.person_contract
)
SELECT
  control.delivery_id::TEXT AS delivery_id,
  control.table_name::TEXT AS table_name,
  control.check_name::TEXT AS check_name,
  control.severity::TEXT AS severity,
  control.state::TEXT AS state,
  control.column_name::TEXT AS column_name,
  control.failed_count::BIGINT AS failed_count,
  CASE
    WHEN person_contract.contract_code IS NULL
    OR control.column_name IS NULL
    OR NOT shown.contract_code IS NULL
    THEN control.found
    ELSE @text_without_numbers(control.found)
  END::TEXT AS found,
  CASE
    WHEN person_contract.contract_code IS NULL
    OR control.column_name IS NULL
    OR NOT shown.contract_code IS NULL
    THEN control.expected
    ELSE @text_without_numbers(control.expected)
  END::TEXT AS expected,
  control.first_row_numbers::TEXT AS first_row_numbers
FROM lake.delivery_control AS control
LEFT JOIN core.delivery AS delivery
  ON delivery.delivery_id = control.delivery_id
LEFT JOIN person_contract
  ON person_contract.contract_code = delivery.contract_code
LEFT JOIN seed.person_contract AS shown
  ON shown.contract_code = delivery.contract_code AND shown.shown_column_name = control.column_name

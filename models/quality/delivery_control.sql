MODEL (
  name quality.delivery_control,
  kind FULL,
  owner controlling,
  grain (delivery_id, table_name, check_name, column_name),
  description 'One row per check of a delivery that did not pass before its commit, or had nothing to compare with.',
  column_descriptions (
    delivery_id = 'The delivery',
    table_name = 'The table that was checked',
    check_name = 'Name of the check, as in the contract',
    severity = 'block: the delivery counts for nothing until corrected or accepted; warn: it is shown',
    state = 'failed, or not_checked (nothing to compare with)',
    column_name = 'The column or key that was checked',
    failed_count = 'Rows, keys or sums that failed',
    found = 'What was found, the first of them',
    expected = 'What was expected',
    first_row_numbers = 'Rows of the file, the first of them'
  ),
  audits (
    not_null(columns := (delivery_id, check_name, severity, state)),
    accepted_values(column := severity, is_in := ('block', 'warn')),
    accepted_values(column := state, is_in := ('failed', 'not_checked'))
  )
);

SELECT
  delivery_id::TEXT AS delivery_id,
  table_name::TEXT AS table_name,
  check_name::TEXT AS check_name,
  severity::TEXT AS severity,
  state::TEXT AS state,
  column_name::TEXT AS column_name,
  failed_count::BIGINT AS failed_count,
  found::TEXT AS found,
  expected::TEXT AS expected,
  first_row_numbers::TEXT AS first_row_numbers
FROM lake.delivery_control

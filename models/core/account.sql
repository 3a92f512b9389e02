MODEL (
  name core.account,
  kind FULL,
  owner controlling,
  grain (account_code),
  description 'One row per account of the current chart of accounts',
  column_descriptions (
    account_code = 'Account of the ledger',
    account_name = 'Name of the account',
    cost_type_code = 'Cost type of the account',
    is_on_cost = 'True for the account that holds employer on-cost (PO)',
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (account_code)),
    not_null(columns := (account_code)),
    foreign_key_known(column := cost_type_code, parent := seed.month_line, parent_column := cost_type_code)
  )
);

SELECT
  plan.account_code::TEXT AS account_code,
  plan.account_name::TEXT AS account_name,
  plan.cost_type_code::TEXT AS cost_type_code,
  (COALESCE(role.role_code, '') = 'on_cost')::BOOLEAN AS is_on_cost,
  plan.delivery_id::TEXT AS delivery_id,
  plan.row_number::INTEGER AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.account_plan AS plan
JOIN core.delivery AS delivery
  ON delivery.delivery_id = plan.delivery_id AND delivery.is_current
LEFT JOIN seed.month_account_role AS role
  ON role.account_code = plan.account_code
WHERE plan.row_kind = 'data'

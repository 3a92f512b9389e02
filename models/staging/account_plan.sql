MODEL (
  name staging.account_plan,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per account as delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    account_code = 'Account of the ledger',
    account_name = 'Name of the account',
    cost_type_code = 'Cost type of the account'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.account_plan)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.account_code::TEXT AS account_code,
  source.account_name::TEXT AS account_name,
  source.cost_type_code::TEXT AS cost_type_code
FROM lake.account_plan AS source

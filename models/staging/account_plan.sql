MODEL (
  name staging.account_plan,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per account as delivered',
  audits (
    row_count_matches_lake(lake_table := lake.account_plan)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.account_code::TEXT AS account_code,
  source.account_name::TEXT AS account_name,
  source.cost_type_code::TEXT AS cost_type_code,
  source.valid_from::DATE AS valid_from,
  source.valid_to::DATE AS valid_to
FROM lake.account_plan AS source

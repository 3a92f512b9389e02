MODEL (
  name staging.measure_slice,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per measure, kind, unit and range of accounts of the ledger as delivered',
  column_descriptions (
    registered_on = 'own: Day that the slice was registered'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.measure_slice)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.slice_kind::TEXT AS slice_kind,
  source.unit_code::TEXT AS unit_code,
  source.account_from::TEXT AS account_from,
  source.account_to::TEXT AS account_to,
  source.start_month::DATE AS start_month,
  source.registered_at::DATE AS registered_on
FROM lake.measure_slice AS source

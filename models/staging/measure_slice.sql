MODEL (
  name staging.measure_slice,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per measure, kind, unit and range of accounts of the ledger as delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    measure_code = 'Measure',
    slice_kind = 'effect: where the measure is to be seen; counter: where a moved cost would be seen',
    unit_code = 'Code of the unit (ansvar)',
    account_from = 'First account of the range',
    account_to = 'Last account of the range',
    start_month = 'First month of effect, as its first day',
    registered_on = 'Day that the slice was registered'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.measure_slice)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.slice_kind::TEXT AS slice_kind,
  source.unit_code::TEXT AS unit_code,
  source.account_from::TEXT AS account_from,
  source.account_to::TEXT AS account_to,
  source.start_month::DATE AS start_month,
  source.registered_at::DATE AS registered_on
FROM lake.measure_slice AS source

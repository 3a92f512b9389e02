MODEL (
  name staging.measure_status,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per measure and change of status as delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    measure_code = 'Measure',
    status_text = 'Status as delivered',
    status_on = 'Day from which the status holds',
    comment_text = 'Comment'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.measure_status)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.status_text::TEXT AS status_text,
  source.status_on::DATE AS status_on,
  source.comment_text::TEXT AS comment_text
FROM lake.measure_status AS source

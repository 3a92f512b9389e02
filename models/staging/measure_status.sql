MODEL (
  name staging.measure_status,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per measure and change of status as delivered',
  column_descriptions (status_text = 'own: Status as delivered', status_on = 'Day from which the status holds'),
  audits (
    row_count_matches_lake(lake_table := lake.measure_status)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.status_text::TEXT AS status_text,
  source.status_on::DATE AS status_on,
  source.comment_text::TEXT AS comment_text
FROM lake.measure_status AS source

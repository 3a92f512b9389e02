MODEL (
  name staging.month_delivery,
  kind VIEW,
  owner controlling,
  grain (delivery_id),
  description 'One row per delivery of a month kind with what its file name says',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    board_code = 'Board that the file is from; empty where the name does not say',
    period_text = 'Month that the file is about, YYYYMM; empty where the name does not say'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id)),
    not_null(columns := (delivery_id))
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  MAX(CASE WHEN source.attribute_name = 'board_code' THEN source.attribute_value END)::TEXT AS board_code,
  MAX(CASE WHEN source.attribute_name IN ('period', 'as_of_period') THEN source.attribute_value END)::TEXT AS period_text
FROM lake.delivery_attribute AS source
GROUP BY source.delivery_id

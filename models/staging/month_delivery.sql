MODEL (
  name staging.month_delivery,
  kind VIEW,
  grain (
    delivery_id
  ),
  description 'One row per delivery of a month kind with what its file name says',
  column_descriptions (
    board_code = 'own: Board that the file is from; empty where the name does not say',
    period_text = 'own: Month that the file is about, YYYYMM; empty where the name does not say',
    year_text = 'own: Year that a file of a whole year is about'
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  MAX(CASE WHEN source.attribute_name = 'board_code' THEN source.attribute_value END)::TEXT AS board_code,
  MAX(CASE WHEN source.attribute_name IN ('period', 'as_of_period') THEN source.attribute_value END)::TEXT AS period_text,
  MAX(CASE WHEN source.attribute_name = 'fiscal_year' THEN source.attribute_value END)::TEXT AS year_text
FROM lake.delivery_attribute AS source
GROUP BY
  source.delivery_id

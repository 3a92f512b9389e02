MODEL (
  name staging.price_index,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per index, year and forecast as delivered',
  audits (
    row_count_matches_lake(lake_table := lake.price_index)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.index_code::TEXT AS index_code,
  source.fiscal_year::INT AS fiscal_year,
  source.change_percent::DECIMAL(9, 4) AS change_percent,
  source.forecast_on::DATE AS forecast_on
FROM lake.price_index AS source

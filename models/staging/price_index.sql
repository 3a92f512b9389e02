MODEL (
  name staging.price_index,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per index, year and forecast as delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    index_code = 'Variant of the index',
    fiscal_year = 'Budget year',
    change_percent = 'Change from the year before in per cent',
    forecast_on = 'Day of the forecast'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.price_index)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.index_code::TEXT AS index_code,
  source.fiscal_year::INTEGER AS fiscal_year,
  source.change_percent::DECIMAL(9, 4) AS change_percent,
  source.forecast_on::DATE AS forecast_on
FROM lake.price_index AS source

MODEL (
  name core.price_index,
  kind FULL,
  owner controlling,
  grain (index_code, fiscal_year, forecast_on),
  description 'One row per price index, year and forecast of it',
  column_descriptions (
    index_code = 'Variant of the index',
    fiscal_year = 'Year that the change is of',
    forecast_on = 'Day of the forecast',
    change_percent = 'Change from the year before in per cent',
    is_latest = 'True for the latest forecast of the year',
    known_from = 'Day the delivery became known',
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (index_code, fiscal_year, forecast_on)),
    not_null(columns := (index_code, fiscal_year, forecast_on))
  )
);

SELECT
  forecast.index_code::TEXT AS index_code,
  forecast.fiscal_year::INTEGER AS fiscal_year,
  forecast.forecast_on::DATE AS forecast_on,
  forecast.change_percent::DECIMAL(9, 4) AS change_percent,
  (ROW_NUMBER() OVER (PARTITION BY forecast.index_code, forecast.fiscal_year ORDER BY forecast.forecast_on DESC) = 1)::BOOLEAN AS is_latest,
  delivery.known_from::DATE AS known_from,
  forecast.delivery_id::TEXT AS delivery_id,
  forecast.row_number::INTEGER AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.price_index AS forecast
JOIN core.delivery AS delivery
  ON delivery.delivery_id = forecast.delivery_id AND delivery.is_current
WHERE forecast.row_kind = 'data'

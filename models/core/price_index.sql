MODEL (
  name core.price_index,
  grain (index_code, fiscal_year, forecast_on),
  description 'One row per price index, year and forecast of it',
  column_descriptions (
    fiscal_year = 'own: Year that the change is of',
    is_latest = 'own: True for the latest forecast of the year'
  )
);

SELECT
  forecast.index_code::TEXT AS index_code,
  forecast.fiscal_year::INT AS fiscal_year,
  forecast.forecast_on::DATE AS forecast_on,
  forecast.change_percent::DECIMAL(9, 4) AS change_percent,
  (
    ROW_NUMBER() OVER (
      PARTITION BY forecast.index_code, forecast.fiscal_year
      ORDER BY forecast.forecast_on DESC, delivery.known_from DESC, forecast.delivery_id DESC, forecast.row_number
    ) = 1
  )::BOOLEAN AS is_latest,
  delivery.known_from::DATE AS known_from,
  forecast.delivery_id::TEXT AS delivery_id,
  forecast.row_number::INT AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.price_index AS forecast
JOIN core.delivery AS delivery
  ON delivery.delivery_id = forecast.delivery_id AND delivery.is_current
WHERE
  forecast.row_kind = 'data'

MODEL (
  name core.forecast_submitted,
  grain (delivery_id, unit_code, cost_type_code),
  description 'One row per submitted year-end forecast of a unit and cost type, in every version',
  column_descriptions (fiscal_year = 'as forecast_year', amount_sek = 'as expected_outcome')
);

SELECT
  forecast.delivery_id::TEXT AS delivery_id,
  forecast.row_number::INT AS row_number,
  origin.board_code::TEXT AS board_code,
  COALESCE(former.unit_code, forecast.unit_code)::TEXT AS unit_code,
  forecast.cost_type_code::TEXT AS cost_type_code,
  forecast.as_of_month::DATE AS as_of_month,
  forecast.fiscal_year::INT AS fiscal_year,
  forecast.amount_sek::DECIMAL(18, 2) AS amount_sek,
  forecast.precision_sek::DECIMAL(18, 2) AS precision_sek,
  part.known_from::DATE AS known_from,
  part.known_to::DATE AS known_to,
  part.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.unit_forecast AS forecast
JOIN core.delivery AS delivery
  ON delivery.delivery_id = forecast.delivery_id
JOIN core.delivery_part AS part
  ON part.delivery_id = forecast.delivery_id AND part.part_key = COALESCE(forecast.unit_code, '')
JOIN staging.month_delivery AS origin
  ON origin.delivery_id = forecast.delivery_id
LEFT JOIN core.unit_former AS former
  ON former.register_code = forecast.unit_code
  AND forecast.as_of_month >= former.first_on
  AND forecast.as_of_month < former.until_on
WHERE
  forecast.row_kind = 'data'

MODEL (
  name core.forecast_submitted,
  kind FULL,
  owner controlling,
  grain (delivery_id, unit_code, cost_type_code),
  description 'One row per submitted year-end forecast of a unit and cost type, in every version',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    board_code = 'Board',
    unit_code = 'Code of the unit (ansvar)',
    cost_type_code = 'Cost type',
    as_of_month = 'Last month of outcome that the forecast knows',
    fiscal_year = 'Year that is forecast',
    amount_sek = 'Expected outcome of the year in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    known_from = 'Day the delivery became known',
    known_to = 'Day a newer version became known; empty for the current',
    is_current = 'True when no newer version is known',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, unit_code, cost_type_code)),
    not_null(columns := (delivery_id, unit_code, cost_type_code))
  )
);

SELECT
  forecast.delivery_id::TEXT AS delivery_id,
  forecast.row_number::INTEGER AS row_number,
  origin.board_code::TEXT AS board_code,
  forecast.unit_code::TEXT AS unit_code,
  forecast.cost_type_code::TEXT AS cost_type_code,
  forecast.as_of_month::DATE AS as_of_month,
  forecast.fiscal_year::INTEGER AS fiscal_year,
  forecast.amount_sek::DECIMAL(18, 2) AS amount_sek,
  forecast.precision_sek::DECIMAL(18, 2) AS precision_sek,
  delivery.known_from::DATE AS known_from,
  delivery.known_to::DATE AS known_to,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.unit_forecast AS forecast
JOIN core.delivery AS delivery
  ON delivery.delivery_id = forecast.delivery_id
JOIN staging.month_delivery AS origin
  ON origin.delivery_id = forecast.delivery_id
WHERE forecast.row_kind = 'data'

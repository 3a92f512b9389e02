MODEL (
  name staging.unit_forecast,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per unit and cost type of a submitted forecast',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    unit_code = 'Code of the unit (ansvar)',
    cost_type_code = 'Cost type, or a line that sums cost types',
    as_of_month = 'Last month of outcome that the forecast knows',
    fiscal_year = 'Budget year',
    amount_sek = 'Expected outcome of the year in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    amount_text = 'Amount as delivered',
    amount_unit_code = 'Unit as delivered: kr, tkr or mkr'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.unit_forecast),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_code::TEXT AS unit_code,
  source.cost_type_code::TEXT AS cost_type_code,
  source.as_of_month::DATE AS as_of_month,
  source.fiscal_year::INTEGER AS fiscal_year,
  @to_sek(source.amount, money.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(money.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount_text::TEXT AS amount_text,
  money.unit_code::TEXT AS amount_unit_code
FROM lake.unit_forecast AS source
LEFT JOIN seed.unit AS money
  ON money.unit_code = LOWER(source.amount_unit)

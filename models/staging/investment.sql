MODEL (
  name staging.investment,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per investment object, or the printed sum',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    unit_label = 'Unit as printed',
    object_name = 'Object as printed',
    investment_kind_text = 'New or re-investment as printed',
    amount_sek = 'Amount in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    amount_delivered = 'Amount as delivered: delivered unit and sign',
    amount_text = 'Amount as delivered',
    unit_code = 'Unit as delivered: kr, tkr or mkr',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.investment),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_label::TEXT AS unit_label,
  source.object_name::TEXT AS object_name,
  source.investment_kind_text::TEXT AS investment_kind_text,
  @to_sek(source.amount, unit.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  unit.unit_code::TEXT AS unit_code,
  source.source_line::INT AS source_line
FROM lake.investment AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.amount_unit)

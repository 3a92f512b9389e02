MODEL (
  name staging.frame_total,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per total net frame stated in a covering letter',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    row_label = 'Frame as named in the text',
    board_code = 'Board',
    fiscal_year = 'Budget year that the figure is about',
    areas_text = 'Areas that share the frame, as printed',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text',
    amount_sek = 'Amount in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    amount_delivered = 'Amount as delivered: delivered unit and sign',
    amount_text = 'Amount as delivered',
    unit_code = 'Unit as delivered: kr, tkr or mkr'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.frame_total),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.label::TEXT AS row_label,
  source.board_code::TEXT AS board_code,
  source.fiscal_year::INT AS fiscal_year,
  source.areas_text::TEXT AS areas_text,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line,
  @to_sek(source.amount, unit.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  unit.unit_code::TEXT AS unit_code
FROM lake.frame_total AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.amount_unit)

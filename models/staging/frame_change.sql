MODEL (
  name staging.frame_change,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per stated change of a frame',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    area_label = 'Area whose frame changes, as printed',
    cause_text = 'Cause in the words of the text',
    direction_text = 'Direction that the text states',
    quantity_text = 'What is changed, in the words of the text',
    year_from = 'First year stated',
    year_to = 'Last year stated',
    percent = 'Per cent as printed',
    percent_text = 'Per cent as delivered',
    from_label = 'Giving board or area of a transfer',
    to_label = 'Receiving board or area of a transfer',
    case_number = 'Case number (dnr) as printed',
    basis_text = 'What the text says the change is against; empty when it does not say',
    wording = 'The sentence verbatim',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text',
    printed_amount_sek = 'Amount as printed in kronor, cost −, before the stated direction is applied; empty where none is printed',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    amount_delivered = 'Amount as delivered: delivered unit and sign',
    amount_text = 'Amount as delivered',
    unit_code = 'Unit as delivered: kr, tkr or mkr'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.frame_change),
    unit_is_known(amount := printed_amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.area_label::TEXT AS area_label,
  source.cause_text::TEXT AS cause_text,
  source.direction_text::TEXT AS direction_text,
  source.quantity_text::TEXT AS quantity_text,
  source.year_from::INT AS year_from,
  source.year_to::INT AS year_to,
  source.percent::DECIMAL(18, 6) AS percent,
  source.percent_text::TEXT AS percent_text,
  source.from_label::TEXT AS from_label,
  source.to_label::TEXT AS to_label,
  source.case_number::TEXT AS case_number,
  source.basis_text::TEXT AS basis_text,
  source.wording::TEXT AS wording,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line,
  @to_sek(source.amount, unit.factor, source.amount_sign)::DECIMAL(18, 2) AS printed_amount_sek,
  @to_precision(unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  unit.unit_code::TEXT AS unit_code
FROM lake.frame_change AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.amount_unit)

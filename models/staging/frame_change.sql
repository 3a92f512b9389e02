MODEL (
  name staging.frame_change,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per stated change of a frame',
  column_descriptions (
    area_label = 'Area whose frame changes, as printed',
    cause_text = 'Cause in the words of the text',
    quantity_text = 'own: What is changed, in the words of the text',
    from_label = 'own: Giving board or area of a transfer',
    to_label = 'own: Receiving board or area of a transfer',
    wording = 'as change_wording',
    printed_amount_sek = 'own: Amount as printed in kronor, cost −, before the stated direction is applied; empty where none is printed',
    unit_code = 'as money_unit'
  ),
  audits (
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

MODEL (
  name staging.frame_net,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per printed net frame or part of one (the list in tkr)',
  column_descriptions (
    part_of_label = 'Frame that the amount is part of (varav), empty for a frame of its own',
    unit_code = 'as money_unit'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.frame_net),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.label::TEXT AS row_label,
  source.part_of_label::TEXT AS part_of_label,
  @to_sek(source.amount, unit.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  unit.unit_code::TEXT AS unit_code,
  source.source_line::INT AS source_line
FROM lake.frame_net AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.amount_unit)

MODEL (
  name staging.frame_total,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per total net frame stated in a covering letter',
  column_descriptions (
    row_label = 'own: Frame as named in the text',
    areas_text = 'Areas that share the frame, as printed',
    unit_code = 'as money_unit'
  ),
  audits (
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

MODEL (
  name staging.frame_transfer,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per transfer of frame between boards as delivered',
  column_descriptions (
    month = 'as month_in_force',
    giving_board_code = 'own: Board that gives',
    receiving_board_code = 'own: Board that receives',
    amount_sek = 'own: Frame of a whole year that moves, as cost: negative kronor'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.frame_transfer),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.case_number::TEXT AS case_number,
  source.fiscal_year::INT AS fiscal_year,
  source.month::DATE AS month,
  source.giving_board_code::TEXT AS giving_board_code,
  source.receiving_board_code::TEXT AS receiving_board_code,
  @to_sek(source.amount, money.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(money.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount_text::TEXT AS amount_text,
  money.unit_code::TEXT AS amount_unit_code,
  source.reason_text::TEXT AS reason_text
FROM lake.frame_transfer AS source
LEFT JOIN seed.unit AS money
  ON money.unit_code = LOWER(source.amount_unit)

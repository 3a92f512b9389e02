MODEL (
  name staging.board_frame,
  kind VIEW,
  grain (delivery_id, row_number),
  tags (
    'delivered sums differ (amount, transferred): only kronor are kept, each cell in the unit of its header'
  ),
  description 'One row per frame of a board''s area and part in a version of a year''s frames, and per stated sum',
  column_descriptions (
    version_label = 'own: Version of the detail budget that must stand within the frame: draft, adopted, rev1 …',
    board_code = 'own: Board; empty on stated sums',
    area_code = 'own: Code of the area in the register of units; empty on stated sums',
    area_name = 'own: Area in Swedish; empty on stated sums',
    part_code = 'own: Part of the frame: OFFICIALS or ELECTED; empty on stated sums',
    amount_sek = 'own: Net frame in kronor, as cost −',
    transferred_sek = 'Of the frame, what came from other boards since the year before (−, as cost) or went to them (+), empty where nothing moved'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.board_frame),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.fiscal_year::INT AS fiscal_year,
  source.version_label::TEXT AS version_label,
  CASE WHEN source.row_kind = 'data' THEN source.board_code END::TEXT AS board_code,
  source.area_code::TEXT AS area_code,
  source.area_name::TEXT AS area_name,
  part.part_code::TEXT AS part_code,
  @to_sek(source.amount, money.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(money.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount_text::TEXT AS amount_text,
  money.unit_code::TEXT AS amount_unit_code,
  @to_sek(source.transferred, moved.factor, source.transferred_sign)::DECIMAL(18, 2) AS transferred_sek
FROM lake.board_frame AS source
LEFT JOIN seed.unit AS money
  ON money.unit_code = LOWER(source.amount_unit)
LEFT JOIN seed.unit AS moved
  ON moved.unit_code = LOWER(source.transferred_unit)
LEFT JOIN seed.part AS part
  ON part.part_name = source.part_name

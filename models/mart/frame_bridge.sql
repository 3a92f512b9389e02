MODEL (
  name mart.frame_bridge,
  grain (document_code, board_code, from_year, to_year, reading_code, item_code),
  description 'One row per from-year × to-year × board × reading × item of the change of a frame; the residual is an item and the items sum to the change',
  column_descriptions (
    document_code = 'own: Plan document that the row is printed in; BOARD_FRAME for the frames decided year by year, of which each year is the first decided frame against the last one of the year before',
    reading_code = 'own: How the ambiguous texts are read; AS_STATED where none matters',
    item_code = 'own: Documented change @ budget year, ELECTED or RESIDUAL',
    item_kind = 'own: Kind of change, elected_part (the change of the elected''s part) or residual',
    item_label = 'own: The sentence as printed, or what the item is',
    amount_sek = 'own: Change of the net frame in kronor, cost −; empty where the text gives no amount (the residual then holds it)',
    effective_year = 'own: Budget year in which the item meets the frame',
    is_amount_stated = 'own: False when the documents give no amount for the item, and for the residual',
    unknown_count = 'own: Documented changes of the span without an amount, which the residual holds'
  ),
  audits (
    bridge_sums_to_change
  )
);

WITH chosen_effect AS (
  SELECT
    reading.document_code,
    reading.board_code,
    reading.from_year,
    reading.to_year,
    reading.reading_code,
    effect.change_code || '@' || effect.to_year::TEXT AS item_code,
    effect.change_kind AS item_kind,
    effect.change_code,
    effect.to_year AS effective_year,
    effect.amount_sek
  FROM core.frame_reading AS reading
  JOIN core.frame_change_effect AS effect
    ON effect.document_code = reading.document_code
    AND effect.board_code = reading.board_code
    AND effect.to_year > reading.from_year
    AND effect.to_year <= reading.to_year
  LEFT JOIN seed.frame_reading_choice AS choice
    ON choice.reading_code = reading.complete_reading_code
    AND choice.question_code = effect.question_code
    AND choice.option_code = effect.option_code
  WHERE
    effect.option_code IS NULL OR NOT choice.option_code IS NULL
), elected AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    amount_sek
  FROM core.stated_amount
  WHERE
    table_code = 'frame_by_year' AND part_code = 'ELECTED' AND is_current
), elected_change AS (
  SELECT
    reading.document_code,
    reading.board_code,
    reading.from_year,
    reading.to_year,
    reading.reading_code,
    closing.amount_sek - opening.amount_sek AS amount_sek
  FROM core.frame_reading AS reading
  JOIN elected AS opening
    ON opening.document_code = reading.document_code
    AND opening.board_code = reading.board_code
    AND opening.fiscal_year = reading.from_year
  JOIN elected AS closing
    ON closing.document_code = reading.document_code
    AND closing.board_code = reading.board_code
    AND closing.fiscal_year = reading.to_year
), known_item AS (
  SELECT
    item.document_code,
    item.board_code,
    item.from_year,
    item.to_year,
    item.reading_code,
    item.item_code,
    item.item_kind,
    change.wording AS item_label,
    item.amount_sek,
    change.case_number,
    item.effective_year,
    change.delivery_id,
    change.row_number,
    change.source_line
  FROM chosen_effect AS item
  JOIN core.frame_change AS change
    ON change.change_code = item.change_code
  UNION ALL
  SELECT
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    'ELECTED',
    'elected_part',
    'Förändring av förtroendemannabudgeten',
    amount_sek,
    NULL,
    to_year,
    NULL,
    NULL,
    NULL
  FROM elected_change
), known_sum AS (
  SELECT
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    SUM(amount_sek) AS amount_sek,
    SUM(CASE WHEN amount_sek IS NULL THEN 1 ELSE 0 END) AS unknown_count
  FROM known_item
  GROUP BY
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code
), item AS (
  SELECT
    *
  FROM known_item
  UNION ALL
  SELECT
    reading.document_code,
    reading.board_code,
    reading.from_year,
    reading.to_year,
    reading.reading_code,
    'RESIDUAL',
    'residual',
    'Förändring som dokumentet inte redovisar belopp för',
    reading.closing_sek - reading.opening_sek - COALESCE(known_sum.amount_sek, 0),
    NULL,
    reading.to_year,
    NULL,
    NULL,
    NULL
  FROM core.frame_reading AS reading
  LEFT JOIN known_sum
    ON known_sum.document_code = reading.document_code
    AND known_sum.board_code = reading.board_code
    AND known_sum.from_year = reading.from_year
    AND known_sum.to_year = reading.to_year
    AND known_sum.reading_code = reading.reading_code
), delivered AS (
  SELECT
    board_code,
    fiscal_year,
    is_simulated,
    SUM(CASE WHEN side = 'computed' AND case_number IS NULL THEN amount_sek END) AS opening_sek,
    SUM(CASE WHEN side = 'stated' THEN amount_sek END) AS closing_sek,
    SUM(CASE WHEN NOT case_number IS NULL THEN amount_sek ELSE 0 END) AS moved_sek
  FROM core.frame_check_cell
  WHERE
    check_kind = 'frame_roll_forward'
  GROUP BY
    board_code,
    fiscal_year,
    is_simulated
), delivered_item AS (
  SELECT
    board_code,
    fiscal_year,
    case_number || '/' || row_number::TEXT AS item_code,
    'transfer' AS item_kind,
    reason_text AS item_label,
    amount_sek,
    case_number,
    delivery_id,
    row_number
  FROM core.transfer
  UNION ALL
  SELECT
    board_code,
    fiscal_year,
    'RESIDUAL',
    'residual',
    'Förändring som inte är en beslutad omdisponering',
    closing_sek - opening_sek - moved_sek,
    NULL,
    NULL,
    NULL
  FROM delivered
), every_item AS (
  SELECT
    item.document_code,
    item.from_year,
    item.to_year,
    item.board_code,
    item.reading_code,
    item.item_code,
    item.item_kind,
    item.item_label,
    item.amount_sek,
    item.case_number,
    item.effective_year,
    reading.opening_sek,
    reading.closing_sek,
    COALESCE(known_sum.unknown_count, 0) AS unknown_count,
    reading.reading_name,
    reading.reading_name_en,
    document.status,
    reading.is_simulated,
    item.delivery_id,
    item.row_number,
    item.source_line
  FROM item
  JOIN core.frame_reading AS reading
    ON reading.document_code = item.document_code
    AND reading.board_code = item.board_code
    AND reading.from_year = item.from_year
    AND reading.to_year = item.to_year
    AND reading.reading_code = item.reading_code
  LEFT JOIN core.document AS document
    ON document.document_code = item.document_code
  LEFT JOIN known_sum
    ON known_sum.document_code = item.document_code
    AND known_sum.board_code = item.board_code
    AND known_sum.from_year = item.from_year
    AND known_sum.to_year = item.to_year
    AND known_sum.reading_code = item.reading_code
  UNION ALL
  SELECT
    'BOARD_FRAME',
    delivered.fiscal_year - 1,
    delivered.fiscal_year,
    delivered.board_code,
    'AS_STATED',
    item.item_code,
    item.item_kind,
    item.item_label,
    item.amount_sek,
    item.case_number,
    delivered.fiscal_year,
    delivered.opening_sek,
    delivered.closing_sek,
    0,
    'Som texten står',
    'As stated',
    'adopted',
    delivered.is_simulated,
    item.delivery_id,
    item.row_number,
    NULL
  FROM delivered
  JOIN delivered_item AS item
    ON item.board_code = delivered.board_code AND item.fiscal_year = delivered.fiscal_year
)
SELECT
  document_code::TEXT AS document_code,
  from_year::INT AS from_year,
  to_year::INT AS to_year,
  board_code::TEXT AS board_code,
  reading_code::TEXT AS reading_code,
  item_code::TEXT AS item_code,
  item_kind::TEXT AS item_kind,
  item_label::TEXT AS item_label,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  case_number::TEXT AS case_number,
  effective_year::INT AS effective_year,
  (
    NOT amount_sek IS NULL AND item_kind <> 'residual'
  )::BOOLEAN AS is_amount_stated,
  opening_sek::DECIMAL(18, 2) AS opening_sek,
  closing_sek::DECIMAL(18, 2) AS closing_sek,
  unknown_count::INT AS unknown_count,
  reading_name::TEXT AS reading_name,
  reading_name_en::TEXT AS reading_name_en,
  status::TEXT AS status,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  row_number::INT AS row_number,
  source_line::INT AS source_line
FROM every_item

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

WITH known_sum AS (
  SELECT
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    SUM(amount_sek) AS amount_sek,
    SUM(CASE WHEN amount_sek IS NULL THEN 1 ELSE 0 END) AS unknown_count
  FROM core.frame_bridge_documented
  GROUP BY
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code
), summed AS (
  SELECT
    reading.*,
    document.status,
    COALESCE(known_sum.amount_sek, 0) AS known_sek,
    COALESCE(known_sum.unknown_count, 0) AS unknown_count
  FROM core.frame_reading AS reading
  LEFT JOIN core.document AS document
    ON document.document_code = reading.document_code
  LEFT JOIN known_sum
    ON known_sum.document_code = reading.document_code
    AND known_sum.board_code = reading.board_code
    AND known_sum.from_year = reading.from_year
    AND known_sum.to_year = reading.to_year
    AND known_sum.reading_code = reading.reading_code
), item AS (
  SELECT
    *
  FROM core.frame_bridge_documented
  UNION ALL BY NAME
  SELECT
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    'RESIDUAL' AS item_code,
    'residual' AS item_kind,
    'Förändring som dokumentet inte redovisar belopp för' AS item_label,
    closing_sek - opening_sek - known_sek AS amount_sek,
    to_year AS effective_year
  FROM summed
), every_item AS (
  SELECT
    item.*,
    summed.opening_sek,
    summed.closing_sek,
    summed.unknown_count,
    summed.reading_name,
    summed.reading_name_en,
    summed.status,
    summed.is_simulated
  FROM item
  JOIN summed
    ON summed.document_code = item.document_code
    AND summed.board_code = item.board_code
    AND summed.from_year = item.from_year
    AND summed.to_year = item.to_year
    AND summed.reading_code = item.reading_code
  UNION ALL BY NAME
  SELECT
    decided.*,
    'BOARD_FRAME' AS document_code,
    fiscal_year - 1 AS from_year,
    fiscal_year AS to_year,
    fiscal_year AS effective_year,
    'AS_STATED' AS reading_code,
    'Som texten står' AS reading_name,
    'As stated' AS reading_name_en,
    'adopted' AS status,
    0 AS unknown_count
  FROM core.frame_bridge_decided AS decided
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

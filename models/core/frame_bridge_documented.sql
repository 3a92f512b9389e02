MODEL (
  name core.frame_bridge_documented,
  kind EMBEDDED,
  grain (document_code, board_code, from_year, to_year, reading_code, item_code),
  description 'One row per change of a board''s frame that the document tells, in each reading of its texts; the change of the elected''s part too',
  column_descriptions (
    item_code = 'own: Documented change @ budget year, or ELECTED',
    item_kind = 'own: Kind of change, or elected_part',
    item_label = 'own: The sentence as printed, or what the item is',
    amount_sek = 'own: Change of the net frame in kronor, cost −; empty where the text gives no amount',
    effective_year = 'own: Budget year in which the item meets the frame'
  ),
  tags (
    'working'
  )
);

WITH elected AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    amount_sek
  FROM core.stated_amount
  WHERE
    table_code = 'frame_by_year' AND part_code = 'ELECTED' AND is_current
)
SELECT
  reading.document_code::TEXT AS document_code,
  reading.board_code::TEXT AS board_code,
  reading.from_year::INT AS from_year,
  reading.to_year::INT AS to_year,
  reading.reading_code::TEXT AS reading_code,
  (
    effect.change_code || '@' || effect.to_year::TEXT
  )::TEXT AS item_code,
  effect.change_kind::TEXT AS item_kind,
  change.wording::TEXT AS item_label,
  effect.amount_sek::DECIMAL(18, 2) AS amount_sek,
  change.case_number::TEXT AS case_number,
  effect.to_year::INT AS effective_year,
  change.delivery_id::TEXT AS delivery_id,
  change.row_number::INT AS row_number,
  change.source_line::INT AS source_line
FROM core.frame_reading AS reading
JOIN core.frame_change_effect AS effect
  ON effect.document_code = reading.document_code
  AND effect.board_code = reading.board_code
  AND effect.to_year > reading.from_year
  AND effect.to_year <= reading.to_year
JOIN core.frame_change AS change
  ON change.change_code = effect.change_code
LEFT JOIN seed.frame_reading_choice AS choice
  ON choice.reading_code = reading.complete_reading_code
  AND choice.question_code = effect.question_code
  AND choice.option_code = effect.option_code
WHERE
  effect.option_code IS NULL OR NOT choice.option_code IS NULL
UNION ALL BY NAME
SELECT
  reading.document_code::TEXT AS document_code,
  reading.board_code::TEXT AS board_code,
  reading.from_year::INT AS from_year,
  reading.to_year::INT AS to_year,
  reading.reading_code::TEXT AS reading_code,
  'ELECTED'::TEXT AS item_code,
  'elected_part'::TEXT AS item_kind,
  'Förändring av förtroendemannabudgeten'::TEXT AS item_label,
  (
    closing.amount_sek - opening.amount_sek
  )::DECIMAL(18, 2) AS amount_sek,
  reading.to_year::INT AS effective_year
FROM core.frame_reading AS reading
JOIN elected AS opening
  ON opening.document_code = reading.document_code
  AND opening.board_code = reading.board_code
  AND opening.fiscal_year = reading.from_year
JOIN elected AS closing
  ON closing.document_code = reading.document_code
  AND closing.board_code = reading.board_code
  AND closing.fiscal_year = reading.to_year

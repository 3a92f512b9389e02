MODEL (
  name core.frame_change,
  grain (
    change_code
  ),
  description 'One row per stated change of a frame, with its effect on the frame where the text gives one',
  column_descriptions (
    change_code = 'own: Document, delivery row: identity of the statement',
    area_code = 'own: Area whose frame changes',
    change_kind = 'own: indexation, no_indexation, appropriation, revenue, pension or transfer',
    effective_year = 'own: Budget year whose frame the change meets first: the first year stated, else the document''s budget year',
    is_year_stated = 'False when the text names no year',
    direction_factor = '+1 when the frame (net cost) grows, −1 when it shrinks; empty where neither the text nor the kind says',
    printed_amount_sek = 'own: Amount as printed in kronor, cost −, before the direction; empty where none is printed',
    frame_effect_sek = 'Effect on the area''s net frame, cost −; empty where amount or direction is not stated',
    from_label = 'own: Giving board or area as printed',
    to_label = 'own: Receiving board or area as printed',
    giving_board_code = 'own: Giving board of a transfer; empty where the change is none between boards',
    receiving_board_code = 'own: Receiving board of a transfer; empty where the change is none between boards',
    giving_area_code = 'Giving area of a transfer within the board; empty where the change is none within it',
    receiving_area_code = 'Receiving area of a transfer within the board; empty where the change is none within it',
    is_inside_board = 'True for a transfer between areas of one board',
    wording = 'as change_wording'
  ),
  audits (not_null(columns := (change_kind, effective_year, board_code)), transfer_has_both_labels)
);

WITH area_label AS (
  SELECT
    @label_key(label.label) AS label_key,
    area.area_code,
    area.board_code
  FROM seed.label AS label
  JOIN seed.area AS area
    ON area.area_code = label.code
  WHERE
    label.label_kind = 'area'
), board_label AS (
  SELECT
    @label_key(label) AS label_key,
    code AS board_code
  FROM seed.label
  WHERE
    label_kind = 'board'
), change_label AS (
  SELECT
    @label_key(label) AS label_key,
    code
  FROM seed.label
  WHERE
    label_kind = 'change_kind'
), direction_label AS (
  SELECT
    @label_key(label) AS label_key,
    code::INT AS factor
  FROM seed.label
  WHERE
    label_kind = 'frame_direction'
), coded AS (
  SELECT
    change.*,
    change_label.code AS change_kind,
    COALESCE(direction_label.factor, change_kind.default_direction) AS direction_factor,
    area.area_code,
    giving_area.area_code AS giving_area_code,
    receiving_area.area_code AS receiving_area_code,
    COALESCE(giving_board.board_code, giving_area.board_code) AS giving_board_code,
    COALESCE(receiving_board.board_code, receiving_area.board_code) AS receiving_board_code
  FROM staging.frame_change AS change
  LEFT JOIN change_label
    ON change_label.label_key = @label_key(change.cause_text)
  LEFT JOIN seed.frame_change_kind AS change_kind
    ON change_kind.change_kind = change_label.code
  LEFT JOIN direction_label
    ON direction_label.label_key = @label_key(change.direction_text)
  LEFT JOIN area_label AS area
    ON area.label_key = @label_key(change.area_label)
  LEFT JOIN area_label AS giving_area
    ON giving_area.label_key = @label_key(change.from_label)
  LEFT JOIN area_label AS receiving_area
    ON receiving_area.label_key = @label_key(change.to_label)
  LEFT JOIN board_label AS giving_board
    ON giving_board.label_key = @label_key(change.from_label)
  LEFT JOIN board_label AS receiving_board
    ON receiving_board.label_key = @label_key(change.to_label)
)
SELECT
  (
    delivery.document_code || '#' || coded.row_number::TEXT || CASE WHEN delivery.is_current THEN '' ELSE '@' || coded.delivery_id END
  )::TEXT AS change_code,
  delivery.document_code::TEXT AS document_code,
  document_board.board_code::TEXT AS board_code,
  coded.area_code::TEXT AS area_code,
  coded.change_kind::TEXT AS change_kind,
  coded.year_from::INT AS year_from,
  coded.year_to::INT AS year_to,
  COALESCE(coded.year_from, delivery.attribute_fiscal_year)::INT AS effective_year,
  (
    NOT coded.year_from IS NULL
  )::BOOLEAN AS is_year_stated,
  coded.direction_text::TEXT AS direction_text,
  coded.direction_factor::INT AS direction_factor,
  coded.amount_sek::DECIMAL(18, 2) AS printed_amount_sek,
  CASE WHEN coded.direction_factor = 0 THEN 0 ELSE coded.amount_sek * coded.direction_factor END::DECIMAL(18, 2) AS frame_effect_sek,
  coded.precision_sek::DECIMAL(18, 2) AS precision_sek,
  coded.percent::DECIMAL(18, 6) AS percent,
  coded.percent_text::TEXT AS percent_text,
  coded.from_label::TEXT AS from_label,
  coded.to_label::TEXT AS to_label,
  coded.giving_board_code::TEXT AS giving_board_code,
  coded.receiving_board_code::TEXT AS receiving_board_code,
  coded.giving_area_code::TEXT AS giving_area_code,
  coded.receiving_area_code::TEXT AS receiving_area_code,
  (
    coded.change_kind = 'transfer' AND coded.giving_board_code = coded.receiving_board_code
  )::BOOLEAN AS is_inside_board,
  coded.case_number::TEXT AS case_number,
  coded.basis_text::TEXT AS basis_text,
  coded.wording::TEXT AS wording,
  CASE WHEN NOT coded.amount_sek IS NULL THEN @cell_address(coded, 'frame_change', 'amount') END::TEXT AS statement_code,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  coded.delivery_id::TEXT AS delivery_id,
  coded.row_number::INT AS row_number,
  coded.source_line::INT AS source_line
FROM coded
JOIN core.delivery AS delivery
  ON delivery.delivery_id = coded.delivery_id
LEFT JOIN seed.document_board AS document_board
  ON document_board.document_code = delivery.document_code

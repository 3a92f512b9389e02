MODEL (
  name core.frame_line,
  grain (delivery_id, row_number),
  description 'One row per line of the boards'' frames in the deliveries that count, with its year and version in words',
  column_descriptions (
    board_code = 'own: Board; empty on stated sums',
    area_code = 'own: Code of the area in the register of units; empty on stated sums',
    unit_code = 'as money_unit',
    transferred_sek = 'own: Of the frame, what came from other boards since the year before (−) or went to them (+)',
    is_decided = 'own: True for a decided version of a document that is no draft',
    version_rank = 'own: Order of the versions of one year; empty for one that is not known',
    row_label = 'own: Area, or the kind of row for a stated sum',
    year_code = 'Year and version, as a code',
    year_name = 'Year and version in Swedish',
    year_name_en = 'The same in English',
    is_in_force = 'own: True for the frame of an area that no newer delivery has replaced',
    is_printed_last = 'True in the newest delivery of its subject, whose sums are printed over its own lines'
  ),
  tags (
    'working',
    'delivered rows differ: printed sums, and frames that have been replaced, stand beside what counts'
  )
);

SELECT
  frame.delivery_id::TEXT AS delivery_id,
  frame.sheet::TEXT AS sheet,
  frame.row_number::INT AS row_number,
  frame.row_kind::TEXT AS row_kind,
  frame.board_code::TEXT AS board_code,
  frame.area_code::TEXT AS area_code,
  frame.fiscal_year::INT AS fiscal_year,
  frame.amount_sek::DECIMAL(18, 2) AS amount_sek,
  frame.transferred_sek::DECIMAL(18, 2) AS transferred_sek,
  frame.precision_sek::DECIMAL(18, 2) AS precision_sek,
  frame.amount_unit_code::TEXT AS unit_code,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  (
    COALESCE(named.is_decided, FALSE) AND COALESCE(delivery.status, 'draft') <> 'draft'
  )::BOOLEAN AS is_decided,
  named.version_rank::INT AS version_rank,
  COALESCE(frame.area_name, frame.row_kind)::TEXT AS row_label,
  (
    frame.fiscal_year::TEXT || '/' || frame.version_label
  )::TEXT AS year_code,
  (
    frame.fiscal_year::TEXT || ' ' || COALESCE(named.version_name, frame.version_label)
  )::TEXT AS year_name,
  (
    frame.fiscal_year::TEXT || ' ' || COALESCE(named.version_name_en, frame.version_label)
  )::TEXT AS year_name_en,
  (
    frame.row_kind = 'data' AND COALESCE(part.is_current, FALSE)
  )::BOOLEAN AS is_in_force,
  (
    delivery.version_number = MAX(delivery.version_number) OVER (PARTITION BY delivery.subject)
  )::BOOLEAN AS is_printed_last
FROM staging.board_frame AS frame
JOIN core.delivery AS delivery
  ON delivery.delivery_id = frame.delivery_id AND delivery.is_current
LEFT JOIN core.delivery_part AS part
  ON part.delivery_id = frame.delivery_id
  AND part.part_key = COALESCE(frame.board_code, '')
  AND frame.row_kind = 'data'
LEFT JOIN seed.budget_version AS named
  ON named.version_label = frame.version_label
WHERE
  NOT frame.amount_sek IS NULL

MODEL (
  name core.roll_forward_reading,
  grain (
    check_code
  ),
  description 'One row per reading of how a frame becomes the next year''s: the ways that ambiguous texts can be read, and beside them the flat indexation alone and the transfers alone',
  column_descriptions (
    check_code = 'own: Check that the reading is: ROLL/document/board/from-to/reading',
    finding_code = 'The same without the reading: all readings of one step are one finding',
    reading_code = 'own: The ways chosen, AS_STATED where no text is ambiguous, FLAT or TRANSFERS_ONLY',
    question_count = 'own: Ambiguous texts that matter; 0 for AS_STATED',
    flat_percent = 'Per cent that the whole frame is taken to be raised by; empty but for FLAT',
    is_transfers_only = 'True where nothing but the transfers is counted'
  ),
  tags (
    'working'
  )
);

WITH step AS (
  SELECT
    'ROLL/' || document_code || '/' || board_code || '/' || from_year::TEXT || '-' || to_year::TEXT AS finding_code,
    reading.*
  FROM core.frame_reading AS reading
  WHERE
    to_year = from_year + 1
), flat AS (
  SELECT
    document_code,
    board_code,
    effective_year AS to_year,
    MIN(percent) AS percent,
    MIN(percent_text) AS percent_text
  FROM core.frame_change
  WHERE
    is_current AND change_kind = 'indexation' AND NOT percent IS NULL
  GROUP BY
    document_code,
    board_code,
    effective_year
  HAVING
    MIN(percent) = MAX(percent)
), moved AS (
  SELECT DISTINCT
    document_code,
    board_code,
    effective_year AS to_year
  FROM core.frame_change
  WHERE
    is_current AND change_kind = 'transfer' AND NOT is_inside_board AND NOT frame_effect_sek IS NULL
), reading AS (
  SELECT
    finding_code,
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    reading_name,
    reading_name_en,
    complete_reading_code,
    question_count,
    NULL::DECIMAL(18, 6) AS flat_percent,
    FALSE AS is_transfers_only,
    is_simulated
  FROM step
  UNION ALL
  SELECT DISTINCT
    step.finding_code,
    step.document_code,
    step.board_code,
    step.from_year,
    step.to_year,
    'FLAT',
    'Enbart uppräkning av hela ramen med ' || flat.percent_text,
    'Only an indexation of the whole frame by ' || flat.percent_text,
    NULL,
    1,
    flat.percent,
    FALSE,
    step.is_simulated
  FROM step
  JOIN flat
    ON flat.document_code = step.document_code
    AND flat.board_code = step.board_code
    AND flat.to_year = step.to_year
  WHERE
    step.question_count > 0
  UNION ALL
  SELECT DISTINCT
    step.finding_code,
    step.document_code,
    step.board_code,
    step.from_year,
    step.to_year,
    'TRANSFERS_ONLY',
    'Enbart omdisponeringarna',
    'Only the transfers',
    NULL,
    1,
    NULL,
    TRUE,
    step.is_simulated
  FROM step
  JOIN moved
    ON moved.document_code = step.document_code
    AND moved.board_code = step.board_code
    AND moved.to_year = step.to_year
  WHERE
    step.question_count > 0
)
SELECT
  (
    reading.finding_code || '/' || reading.reading_code
  )::TEXT AS check_code,
  reading.finding_code::TEXT AS finding_code,
  reading.document_code::TEXT AS document_code,
  reading.board_code::TEXT AS board_code,
  reading.from_year::INT AS from_year,
  reading.to_year::INT AS to_year,
  reading.reading_code::TEXT AS reading_code,
  reading.reading_name::TEXT AS reading_name,
  reading.reading_name_en::TEXT AS reading_name_en,
  reading.complete_reading_code::TEXT AS complete_reading_code,
  reading.question_count::INT AS question_count,
  reading.flat_percent::DECIMAL(18, 6) AS flat_percent,
  reading.is_transfers_only::BOOLEAN AS is_transfers_only,
  reading.is_simulated::BOOLEAN AS is_simulated
FROM reading

MODEL (
  name core.frame_change_rule,
  kind EMBEDDED,
  grain (
    check_code
  ),
  description 'One row per rule that a stated change of a frame is held to: a transfer has two ends, what leaves the board is phased out, an appropriation is compensated',
  column_descriptions (
    check_kind = 'own: transfer, rule_phase_out or rule_compensation',
    from_label = 'own: Who gives, as printed',
    to_label = 'own: Who receives, as printed',
    is_inside_board = 'own: True where both ends are in the board''s own frame'
  )
);

WITH change AS (
  SELECT
    *,
    document_code || '/' || COALESCE(case_number, row_number::TEXT) AS case_key,
    document_code || '/' || row_number::TEXT AS row_key
  FROM core.frame_change
  WHERE
    is_current AND NOT statement_code IS NULL
), ruled AS (
  SELECT
    'TRANSFER/' || case_key AS check_code,
    'transfer' AS check_kind,
    change.*
  FROM change
  WHERE
    change_kind = 'transfer'
  UNION ALL
  SELECT
    'PHASE-OUT/' || case_key,
    'rule_phase_out',
    change.*
  FROM change
  WHERE
    change_kind = 'transfer' AND NOT is_inside_board
  UNION ALL
  SELECT
    'COMPENSATION/' || row_key,
    'rule_compensation',
    change.*
  FROM change
  WHERE
    change_kind = 'appropriation'
)
SELECT
  check_code,
  check_kind,
  document_code,
  effective_year,
  board_code,
  is_simulated,
  from_label,
  to_label,
  wording,
  is_inside_board,
  statement_code
FROM ruled

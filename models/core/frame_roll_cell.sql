MODEL (
  name core.frame_roll_cell,
  kind EMBEDDED,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check of a board''s first decided frame of a year against last year''s last frame and the decided transfers × side × cell',
  column_descriptions (
    side = 'own: stated: the year''s frame; computed: what it should come from',
    place = 'own: Board and year',
    unit_code = 'as money_unit',
    case_number = 'own: Case of the transfer that the row decides; empty for a frame'
  )
);

WITH ranked AS (
  SELECT
    board_code,
    fiscal_year,
    MIN(version_rank) AS first_rank,
    MAX(version_rank) AS last_rank
  FROM core.frame_line
  WHERE
    is_in_force AND is_decided
  GROUP BY
    board_code,
    fiscal_year
), roll AS (
  SELECT
    this.board_code,
    this.fiscal_year,
    this.first_rank,
    before.last_rank
  FROM ranked AS this
  JOIN ranked AS before
    ON before.board_code = this.board_code AND before.fiscal_year = this.fiscal_year - 1
  LEFT JOIN core.place_reused AS reused
    ON reused.organisation_level = 'board'
    AND reused.register_code = this.board_code
    AND EXTRACT(YEAR FROM reused.begins_on) = this.fiscal_year
  WHERE
    reused.register_code IS NULL
), member AS (
  SELECT
    roll.board_code,
    roll.fiscal_year,
    CASE WHEN frame.fiscal_year = roll.fiscal_year THEN 'stated' ELSE 'computed' END AS side,
    frame.amount_sek,
    frame.precision_sek,
    frame.unit_code,
    frame.is_simulated,
    frame.delivery_id,
    frame.sheet,
    frame.row_number,
    'amount' AS column_name,
    frame.row_label,
    NULL::TEXT AS case_number
  FROM roll
  JOIN core.frame_line AS frame
    ON frame.board_code = roll.board_code
    AND frame.is_in_force
    AND frame.is_decided
    AND (
      (
        frame.fiscal_year = roll.fiscal_year AND frame.version_rank = roll.first_rank
      )
      OR (
        frame.fiscal_year = roll.fiscal_year - 1 AND frame.version_rank = roll.last_rank
      )
    )
  UNION ALL BY NAME
  SELECT
    roll.board_code,
    roll.fiscal_year,
    'computed' AS side,
    decided.amount_sek,
    decided.precision_sek,
    decided.unit_code,
    decided.is_simulated,
    decided.delivery_id,
    decided.sheet,
    decided.row_number,
    decided.column_name,
    decided.case_number AS row_label,
    decided.case_number
  FROM roll
  JOIN core.frame_transfer_decided AS decided
    ON decided.board_code = roll.board_code AND decided.fiscal_year = roll.fiscal_year
)
SELECT
  (
    'FRAME-ROLL/' || board_code || '/' || fiscal_year::TEXT
  )::TEXT AS check_code,
  'frame_roll_forward'::TEXT AS check_kind,
  side::TEXT AS side,
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  (
    board_code || ' ' || fiscal_year::TEXT
  )::TEXT AS place,
  (
    board_code || ' ' || fiscal_year::TEXT
  )::TEXT AS place_en,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  precision_sek::DECIMAL(18, 2) AS precision_sek,
  unit_code::TEXT AS unit_code,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  NULL::TEXT AS cell,
  row_label::TEXT AS row_label,
  case_number::TEXT AS case_number
FROM member

MODEL (
  name core.frame_check_cell,
  grain (check_code, side, delivery_id, row_number, column_name),
  description 'One row per check on the boards frames by year and version × side × cell: detail budget to frame, areas to board, transfers, last years frame to this years',
  column_descriptions (
    board_code = 'own: Board; RJH where the check is over the region',
    place = 'own: Board, year, version and area, in Swedish',
    unit_code = 'as money_unit',
    case_number = 'own: Case of the transfer that the row decides; empty for a frame or a budget'
  ),
  tags (
    'working'
  ),
  audits (
    not_null(columns := (check_kind, amount_sek, precision_sek))
  )
);

WITH frame AS (
  SELECT
    frame.delivery_id,
    frame.sheet,
    frame.row_number,
    frame.row_kind,
    frame.fiscal_year,
    frame.version_label,
    frame.board_code,
    frame.area_code,
    frame.amount_sek,
    frame.transferred_sek,
    frame.precision_sek,
    frame.amount_unit_code AS unit_code,
    delivery.is_simulated,
    COALESCE(named.is_decided, FALSE) AND COALESCE(delivery.status, 'draft') <> 'draft' AS is_decided,
    named.version_rank,
    COALESCE(frame.area_name, frame.row_kind) AS row_label,
    frame.fiscal_year::TEXT || '/' || frame.version_label AS year_code,
    frame.fiscal_year::TEXT || ' ' || COALESCE(named.version_name, frame.version_label) AS year_name,
    frame.fiscal_year::TEXT || ' ' || COALESCE(named.version_name_en, frame.version_label) AS year_name_en,
    COALESCE(part.is_current, FALSE) AS is_part_current,
    delivery.version_number = MAX(delivery.version_number) OVER (PARTITION BY delivery.subject) AS is_newest
  FROM staging.board_frame AS frame
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = frame.delivery_id AND delivery.is_current
  LEFT JOIN core.delivery_part AS part
    ON part.delivery_id = frame.delivery_id
    AND part.part_key = COALESCE(frame.board_code, '')
    AND frame.row_kind = 'data'
  LEFT JOIN seed.month_budget_version AS named
    ON named.version_label = frame.version_label
  WHERE
    NOT frame.amount_sek IS NULL
), board_frame AS (
  SELECT
    *
  FROM frame
  WHERE
    row_kind = 'data' AND is_part_current
), printed_frame AS (
  SELECT
    *
  FROM frame
  WHERE
    is_newest
), budget_unit AS (
  SELECT DISTINCT
    cell.delivery_id,
    cell.board_code,
    cell.fiscal_year,
    cell.version_label,
    COALESCE(cell.unit_code, '') AS unit_code,
    named.version_rank,
    COALESCE(named.is_decided, FALSE) AND COALESCE(delivery.status, 'draft') <> 'draft' AS is_decided
  FROM staging.budget_month AS cell
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = cell.delivery_id
  JOIN core.delivery_part AS part
    ON part.delivery_id = cell.delivery_id
    AND part.part_key = COALESCE(cell.unit_code, '')
    AND part.is_current
  LEFT JOIN seed.month_budget_version AS named
    ON named.version_label = cell.version_label
  WHERE
    cell.row_kind = 'data'
), version_unit AS (
  SELECT
    board_code,
    fiscal_year,
    version_label,
    unit_code,
    delivery_id
  FROM budget_unit
  WHERE
    NOT is_decided
  UNION ALL
  SELECT
    board_code,
    fiscal_year,
    version_label,
    unit_code,
    delivery_id
  FROM (
    SELECT
      version.board_code,
      version.fiscal_year,
      version.version_label,
      held.unit_code,
      held.delivery_id,
      ROW_NUMBER() OVER (
        PARTITION BY version.board_code, version.fiscal_year, version.version_label, held.unit_code
        ORDER BY held.version_rank DESC, held.delivery_id DESC
      ) AS newest_first
    FROM (
      SELECT DISTINCT
        board_code,
        fiscal_year,
        version_label,
        version_rank
      FROM budget_unit
      WHERE
        is_decided
    ) AS version
    JOIN budget_unit AS held
      ON held.board_code = version.board_code
      AND held.fiscal_year = version.fiscal_year
      AND held.version_rank <= version.version_rank
      AND held.is_decided
  ) AS standing
  WHERE
    newest_first = 1
), detail AS (
  SELECT
    cell.delivery_id,
    cell.sheet,
    cell.row_number,
    cell.column_name,
    cell.cell,
    cell.board_code,
    cell.fiscal_year,
    cell.amount_sek,
    cell.precision_sek,
    cell.amount_unit_code AS unit_code,
    delivery.is_simulated,
    unit.area_code,
    cell.fiscal_year::TEXT || '/' || version_unit.version_label AS year_code,
    cell.fiscal_year::TEXT || ' ' || COALESCE(named.version_name, version_unit.version_label) AS year_name,
    cell.fiscal_year::TEXT || ' ' || COALESCE(named.version_name_en, version_unit.version_label) AS year_name_en,
    TRIM(COALESCE(cell.unit_code, '') || ' ' || COALESCE(cell.cost_type_label, '')) AS row_label
  FROM staging.budget_month AS cell
  JOIN version_unit
    ON version_unit.delivery_id = cell.delivery_id AND version_unit.unit_code = COALESCE(cell.unit_code, '')
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = cell.delivery_id
  LEFT JOIN seed.month_budget_version AS named
    ON named.version_label = version_unit.version_label
  LEFT JOIN seed.month_calendar AS january
    ON january.fiscal_year = cell.fiscal_year AND january.month_number = 1
  LEFT JOIN core.unit AS unit
    ON unit.register_code = cell.unit_code
    AND january.month >= unit.valid_from
    AND january.month <= COALESCE(unit.valid_to, '9999-12-31'::DATE)
  WHERE
    cell.row_kind = 'data' AND cell.column_kind = 'data' AND NOT cell.amount_sek IS NULL
), subtotal AS (
  SELECT
    delivery_id,
    row_number,
    COALESCE(LAG(row_number) OVER (PARTITION BY delivery_id ORDER BY row_number), 0) AS after_row
  FROM frame
  WHERE
    row_kind = 'subtotal'
), transfer AS (
  SELECT
    moved.*,
    money.precision_sek
  FROM core.transfer AS moved
  JOIN staging.frame_transfer AS money
    ON money.delivery_id = moved.delivery_id AND money.row_number = moved.row_number
), last_frame AS (
  SELECT
    board_code,
    fiscal_year,
    MAX(version_rank) AS version_rank
  FROM board_frame
  WHERE
    is_decided
  GROUP BY
    board_code,
    fiscal_year
), first_frame AS (
  SELECT
    board_code,
    fiscal_year,
    MIN(version_rank) AS version_rank
  FROM board_frame
  WHERE
    is_decided
  GROUP BY
    board_code,
    fiscal_year
), roll AS (
  SELECT
    this.board_code,
    this.fiscal_year,
    this.version_rank,
    before.version_rank AS before_rank
  FROM first_frame AS this
  JOIN last_frame AS before
    ON before.board_code = this.board_code AND before.fiscal_year = this.fiscal_year - 1
), every_cell AS (
  SELECT
    'FRAME-DETAIL/' || board_code || '/' || year_code AS check_code,
    'detail_to_frame' AS check_kind,
    'stated' AS side,
    board_code,
    fiscal_year,
    board_code || ' ' || year_name AS place,
    board_code || ' ' || year_name_en AS place_en,
    amount_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'amount' AS column_name,
    NULL::TEXT AS cell,
    row_label,
    NULL::TEXT AS case_number
  FROM board_frame
  UNION ALL
  SELECT
    'FRAME-DETAIL/' || board_code || '/' || year_code,
    'detail_to_frame',
    'computed',
    board_code,
    fiscal_year,
    board_code || ' ' || year_name,
    board_code || ' ' || year_name_en,
    amount_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    column_name,
    cell,
    row_label,
    NULL
  FROM detail
  UNION ALL
  SELECT
    'FRAME-AREA/' || board_code || '/' || year_code || '/' || area_code,
    'area_detail_to_frame',
    'stated',
    board_code,
    fiscal_year,
    board_code || ' ' || year_name || ', ' || row_label,
    board_code || ' ' || year_name_en || ', ' || row_label,
    amount_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'amount',
    NULL,
    row_label,
    NULL
  FROM board_frame
  UNION ALL
  SELECT
    'FRAME-AREA/' || detail.board_code || '/' || detail.year_code || '/' || detail.area_code,
    'area_detail_to_frame',
    'computed',
    detail.board_code,
    detail.fiscal_year,
    detail.board_code || ' ' || detail.year_name || ', ' || known.row_label,
    detail.board_code || ' ' || detail.year_name_en || ', ' || known.row_label,
    detail.amount_sek,
    detail.precision_sek,
    detail.unit_code,
    detail.is_simulated,
    detail.delivery_id,
    detail.sheet,
    detail.row_number,
    detail.column_name,
    detail.cell,
    detail.row_label,
    NULL
  FROM detail
  JOIN (
    SELECT DISTINCT
      board_code,
      year_code,
      area_code,
      row_label
    FROM board_frame
  ) AS known
    ON known.board_code = detail.board_code
    AND known.year_code = detail.year_code
    AND known.area_code = detail.area_code
  UNION ALL
  SELECT
    'FRAME-SUM/' || year_code || '/' || row_number::TEXT,
    'areas_to_board',
    'stated',
    @region_code,
    fiscal_year,
    year_name || ', rad ' || row_number::TEXT,
    year_name_en || ', row ' || row_number::TEXT,
    amount_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'amount',
    NULL,
    row_label,
    NULL
  FROM printed_frame
  WHERE
    row_kind IN ('subtotal', 'total')
  UNION ALL
  SELECT
    'FRAME-SUM/' || part.year_code || '/' || subtotal.row_number::TEXT,
    'areas_to_board',
    'computed',
    @region_code,
    part.fiscal_year,
    part.year_name || ', rad ' || subtotal.row_number::TEXT,
    part.year_name_en || ', row ' || subtotal.row_number::TEXT,
    part.amount_sek,
    part.precision_sek,
    part.unit_code,
    part.is_simulated,
    part.delivery_id,
    part.sheet,
    part.row_number,
    'amount',
    NULL,
    part.row_label,
    NULL
  FROM printed_frame AS part
  JOIN subtotal
    ON part.row_kind = 'data'
    AND subtotal.delivery_id = part.delivery_id
    AND part.row_number > subtotal.after_row
    AND part.row_number < subtotal.row_number
  UNION ALL
  SELECT
    'FRAME-SUM/' || part.year_code || '/' || total.row_number::TEXT,
    'areas_to_board',
    'computed',
    @region_code,
    part.fiscal_year,
    part.year_name || ', rad ' || total.row_number::TEXT,
    part.year_name_en || ', row ' || total.row_number::TEXT,
    part.amount_sek,
    part.precision_sek,
    part.unit_code,
    part.is_simulated,
    part.delivery_id,
    part.sheet,
    part.row_number,
    'amount',
    NULL,
    part.row_label,
    NULL
  FROM printed_frame AS part
  JOIN printed_frame AS total
    ON part.row_kind = 'data' AND total.delivery_id = part.delivery_id AND total.row_kind = 'total'
  UNION ALL
  SELECT
    'FRAME-TRANSFER/' || year_code,
    'frame_transfers_to_zero',
    CASE WHEN transferred_sek > 0 THEN 'stated' ELSE 'computed' END,
    @region_code,
    fiscal_year,
    year_name,
    year_name_en,
    CASE WHEN transferred_sek > 0 THEN transferred_sek ELSE -transferred_sek END,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'transferred',
    NULL,
    board_code || ' ' || row_label,
    NULL
  FROM board_frame
  WHERE
    transferred_sek <> 0 AND version_rank <= 1
  UNION ALL
  SELECT
    'FRAME-MOVED/' || board_code || '/' || year_code,
    'frame_transfer_decided',
    'stated',
    board_code,
    fiscal_year,
    board_code || ' ' || year_name,
    board_code || ' ' || year_name_en,
    transferred_sek,
    precision_sek,
    unit_code,
    is_simulated,
    delivery_id,
    sheet,
    row_number,
    'transferred',
    NULL,
    row_label,
    NULL
  FROM board_frame
  WHERE
    transferred_sek <> 0
  UNION ALL
  SELECT
    'FRAME-MOVED/' || known.board_code || '/' || known.year_code,
    'frame_transfer_decided',
    'computed',
    known.board_code,
    known.fiscal_year,
    known.board_code || ' ' || known.year_name,
    known.board_code || ' ' || known.year_name_en,
    transfer.amount_sek,
    transfer.precision_sek,
    'tkr',
    transfer.is_simulated,
    transfer.delivery_id,
    NULL,
    transfer.row_number,
    'amount',
    NULL,
    transfer.case_number,
    transfer.case_number
  FROM (
    SELECT DISTINCT
      board_code,
      fiscal_year,
      year_code,
      year_name,
      year_name_en
    FROM board_frame
  ) AS known
  JOIN transfer
    ON transfer.board_code = known.board_code AND transfer.fiscal_year = known.fiscal_year
  UNION ALL
  SELECT
    'FRAME-ROLL/' || roll.board_code || '/' || roll.fiscal_year::TEXT,
    'frame_roll_forward',
    CASE WHEN frame.fiscal_year = roll.fiscal_year THEN 'stated' ELSE 'computed' END,
    roll.board_code,
    roll.fiscal_year,
    roll.board_code || ' ' || roll.fiscal_year::TEXT,
    roll.board_code || ' ' || roll.fiscal_year::TEXT,
    frame.amount_sek,
    frame.precision_sek,
    frame.unit_code,
    frame.is_simulated,
    frame.delivery_id,
    frame.sheet,
    frame.row_number,
    'amount',
    NULL,
    frame.row_label,
    NULL
  FROM roll
  JOIN board_frame AS frame
    ON frame.board_code = roll.board_code
    AND frame.is_decided
    AND (
      (
        frame.fiscal_year = roll.fiscal_year AND frame.version_rank = roll.version_rank
      )
      OR (
        frame.fiscal_year = roll.fiscal_year - 1 AND frame.version_rank = roll.before_rank
      )
    )
  UNION ALL
  SELECT
    'FRAME-ROLL/' || roll.board_code || '/' || roll.fiscal_year::TEXT,
    'frame_roll_forward',
    'computed',
    roll.board_code,
    roll.fiscal_year,
    roll.board_code || ' ' || roll.fiscal_year::TEXT,
    roll.board_code || ' ' || roll.fiscal_year::TEXT,
    transfer.amount_sek,
    transfer.precision_sek,
    'tkr',
    transfer.is_simulated,
    transfer.delivery_id,
    NULL,
    transfer.row_number,
    'amount',
    NULL,
    transfer.case_number,
    transfer.case_number
  FROM roll
  JOIN transfer
    ON transfer.board_code = roll.board_code AND transfer.fiscal_year = roll.fiscal_year
)
SELECT
  check_code::TEXT AS check_code,
  check_kind::TEXT AS check_kind,
  side::TEXT AS side,
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  place::TEXT AS place,
  place_en::TEXT AS place_en,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  precision_sek::DECIMAL(18, 2) AS precision_sek,
  unit_code::TEXT AS unit_code,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  cell::TEXT AS cell,
  row_label::TEXT AS row_label,
  case_number::TEXT AS case_number
FROM every_cell

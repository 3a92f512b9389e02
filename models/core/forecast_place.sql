MODEL (
  name core.forecast_place,
  grain (as_of_month, unit_code),
  description 'One row per as-of month of the year-end forecasts and unit: where the unit then stood in the organisation. As-of months begin twelve months into the ledger',
  column_descriptions (
    month_index = 'own: Year × 12 + month − 1 of the as-of month',
    fiscal_year = 'as forecast_year',
    month_number = 'as months_of_outcome',
    reported_on = 'own: Day on which the months report knew',
    last_on = 'own: Last day of the as-of month',
    department_code = 'own: Department of the unit on that day; where the unit had ended its last, UNKNOWN where it had not begun or is not in the register',
    area_code = 'own: Area, in the same way',
    board_code = 'own: Board, in the same way; else the one whose ledger or budget holds the unit. Of a code that was given to another board, area or department later: with @ and its last day',
    register_board_code = 'own: The same board as its files are named',
    is_ended = 'True where the unit had ended by then'
  ),
  audits (
    not_null(columns := (
      board_code
    ))
  )
);

WITH named AS (
  SELECT
    unit_code,
    board_code
  FROM core.cost_month
  UNION
  SELECT
    unit_code,
    board_code
  FROM core.budget_month
  UNION
  SELECT
    unit_code,
    board_code
  FROM core.unit
), known_unit AS (
  SELECT
    unit_code,
    MAX(board_code) AS board_code
  FROM named
  GROUP BY
    unit_code
), begun AS (
  SELECT
    as_of.as_of_month,
    valid.unit_code,
    valid.department_code,
    valid.area_code,
    valid.board_code,
    valid.valid_to,
    COALESCE(valid.valid_to, '9999-12-31'::DATE) < as_of.last_on AS is_ended,
    ROW_NUMBER() OVER (PARTITION BY as_of.as_of_month, valid.unit_code ORDER BY valid.valid_from DESC) AS newest_first
  FROM core.forecast_as_of AS as_of
  JOIN core.unit AS valid
    ON valid.valid_from <= as_of.last_on
), placed AS (
  SELECT
    as_of.*,
    known_unit.unit_code,
    COALESCE(begun.department_code, 'UNKNOWN') AS department_code,
    COALESCE(begun.area_code, 'UNKNOWN') AS area_code,
    COALESCE(begun.board_code, known_unit.board_code) AS register_board_code,
    COALESCE(begun.is_ended, FALSE) AS is_ended,
    LEAST(COALESCE(begun.valid_to, as_of.last_on), as_of.last_on) AS stood_on
  FROM core.forecast_as_of AS as_of
  CROSS JOIN known_unit
  LEFT JOIN begun
    ON begun.as_of_month = as_of.as_of_month
    AND begun.unit_code = known_unit.unit_code
    AND begun.newest_first = 1
)
SELECT
  as_of.as_of_month::DATE AS as_of_month,
  as_of.month_index::INT AS month_index,
  as_of.fiscal_year::INT AS fiscal_year,
  as_of.month_number::INT AS month_number,
  as_of.reported_on::DATE AS reported_on,
  as_of.last_on::DATE AS last_on,
  as_of.unit_code::TEXT AS unit_code,
  COALESCE(department.organisation_code, as_of.department_code)::TEXT AS department_code,
  COALESCE(area.organisation_code, as_of.area_code)::TEXT AS area_code,
  COALESCE(board.organisation_code, as_of.register_board_code)::TEXT AS board_code,
  as_of.register_board_code::TEXT AS register_board_code,
  as_of.is_ended::BOOLEAN AS is_ended
FROM placed AS as_of
LEFT JOIN core.place_reused AS department
  ON department.organisation_level = 'department'
  AND department.register_code = as_of.department_code
  AND as_of.stood_on >= department.begins_on
  AND as_of.stood_on < department.until_on
LEFT JOIN core.place_reused AS area
  ON area.organisation_level = 'area'
  AND area.register_code = as_of.area_code
  AND as_of.stood_on >= area.begins_on
  AND as_of.stood_on < area.until_on
LEFT JOIN core.place_reused AS board
  ON board.organisation_level = 'board'
  AND board.register_code = as_of.register_board_code
  AND as_of.stood_on >= board.begins_on
  AND as_of.stood_on < board.until_on

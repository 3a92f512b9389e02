MODEL (
  name core.unit_counted,
  kind EMBEDDED,
  grain (organisation_basis, month, unit_code, target_code, share_from),
  description 'One row per basis, month, unit that bore a cost and unit that it counts in, with where that stands in the organisation',
  column_descriptions (
    unit_code = 'own: Unit that bore the cost',
    target_code = 'Unit that it counts in; UNMAPPED where the past has no successor',
    file_board_code = 'Board whose file the cost came in',
    looked_up_on = 'Day whose register says where the unit stands',
    absent_code = 'Code for what no register says: UNMAPPED or UNKNOWN',
    absent_name = 'The same in Swedish',
    unit_name = 'own: Name of the unit that it counts in',
    in_board_code = 'Board that it counts in; with @ and its last day where its code was given to another board later',
    register_board_code = 'The same as the register has it',
    department_code = 'own: Department that it counts in, in the same way as its board',
    area_code = 'own: Area that it counts in, in the same way as its board; empty where no register says',
    area_name = 'own: Name of the area in Swedish; empty where no register says'
  )
);

WITH newest AS (
  SELECT
    MAX(calendar.last_on) AS last_on
  FROM core.ledger_month AS ledger
  JOIN seed.calendar AS calendar
    ON calendar.month = ledger.month
  WHERE
    ledger.is_delivered
), unit_month AS (
  SELECT
    cell.month,
    cell.unit_code,
    MAX(cell.board_code) AS file_board_code
  FROM core.cost_cell AS cell
  GROUP BY
    cell.month,
    cell.unit_code
), counted_in AS (
  SELECT
    'as_was' AS organisation_basis,
    month,
    unit_code,
    file_board_code,
    unit_code AS target_code,
    0::DECIMAL(9, 6) AS share_from,
    1::DECIMAL(9, 6) AS share_to,
    month AS looked_up_on
  FROM unit_month
  UNION ALL
  SELECT
    'restated',
    unit_month.month,
    unit_month.unit_code,
    unit_month.file_board_code,
    COALESCE(successor.unit_code, unit_month.unit_code),
    COALESCE(successor.share_from, 0),
    COALESCE(successor.share_to, 1),
    newest.last_on
  FROM unit_month
  CROSS JOIN newest
  LEFT JOIN core.unit_successor AS successor
    ON successor.from_unit_code = unit_month.unit_code
    AND successor.valid_from <= newest.last_on
    AND (
      successor.valid_to IS NULL OR successor.valid_to > newest.last_on
    )
), placed AS (
  SELECT
    counted_in.*,
    COALESCE(valid.unit_name, last.unit_name) AS unit_name,
    COALESCE(valid.department_code, last.department_code) AS department_code,
    COALESCE(valid.department_name, last.department_name) AS department_name,
    COALESCE(valid.area_code, last.area_code) AS area_code,
    COALESCE(valid.area_name, last.area_name) AS area_name,
    COALESCE(
      valid.board_code,
      last.board_code,
      CASE WHEN counted_in.target_code = 'UNMAPPED' THEN 'UNMAPPED' ELSE counted_in.file_board_code END,
      'UNKNOWN'
    ) AS register_board_code,
    CASE
      WHEN NOT valid.unit_code IS NULL
      THEN counted_in.looked_up_on
      WHEN NOT last.unit_code IS NULL
      THEN COALESCE(last.valid_to, counted_in.looked_up_on)
      ELSE counted_in.month
    END AS stood_on
  FROM counted_in
  LEFT JOIN core.unit AS valid
    ON valid.unit_code = counted_in.target_code
    AND counted_in.looked_up_on >= valid.valid_from
    AND counted_in.looked_up_on <= COALESCE(valid.valid_to, '9999-12-31'::DATE)
  LEFT JOIN core.unit AS last
    ON last.unit_code = counted_in.target_code AND last.is_last
)
SELECT
  counted_in.organisation_basis,
  counted_in.month,
  counted_in.unit_code,
  counted_in.file_board_code,
  counted_in.target_code,
  counted_in.share_from,
  counted_in.share_to,
  counted_in.looked_up_on,
  CASE WHEN counted_in.target_code = 'UNMAPPED' THEN 'UNMAPPED' ELSE 'UNKNOWN' END AS absent_code,
  CASE
    WHEN counted_in.target_code = 'UNMAPPED'
    THEN 'Kan inte mappas till dagens organisation'
    ELSE 'Saknas i enhetsregistret'
  END AS absent_name,
  counted_in.unit_name,
  COALESCE(department.organisation_code, counted_in.department_code) AS department_code,
  counted_in.department_name,
  COALESCE(area.organisation_code, counted_in.area_code) AS area_code,
  counted_in.area_name,
  counted_in.register_board_code,
  COALESCE(board.organisation_code, counted_in.register_board_code) AS in_board_code
FROM placed AS counted_in
LEFT JOIN core.place_reused AS department
  ON department.organisation_level = 'department'
  AND department.register_code = counted_in.department_code
  AND counted_in.stood_on >= department.begins_on
  AND counted_in.stood_on < department.until_on
LEFT JOIN core.place_reused AS area
  ON area.organisation_level = 'area'
  AND area.register_code = counted_in.area_code
  AND counted_in.stood_on >= area.begins_on
  AND counted_in.stood_on < area.until_on
LEFT JOIN core.place_reused AS board
  ON board.organisation_level = 'board'
  AND board.register_code = counted_in.register_board_code
  AND counted_in.stood_on >= board.begins_on
  AND counted_in.stood_on < board.until_on

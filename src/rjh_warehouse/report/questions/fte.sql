SELECT
  personnel.month, COALESCE(unit.board_code, '') AS board_code,
  MIN(board.organisation_name) AS board_name, MIN(board.organisation_name_en) AS board_name_en, SUM(personnel.own_fte) AS own_fte,
  SUM(CASE WHEN personnel.own_fte IS NULL THEN 1 ELSE 0 END) AS hidden_unit_count,
  COUNT(*) AS unit_count, BOOL_OR(personnel.is_simulated) AS is_simulated
FROM core.personnel_month AS personnel
LEFT JOIN core.unit AS unit
  ON unit.unit_code = personnel.unit_code AND unit.valid_from <= personnel.month
  AND (unit.valid_to IS NULL OR unit.valid_to >= personnel.month)
LEFT JOIN core.organisation AS board
  ON board.organisation_code = unit.board_code AND board.organisation_level = 'board'
WHERE personnel.month = $month AND ($board = $region OR unit.board_code = $board)
GROUP BY personnel.month, COALESCE(unit.board_code, '')
ORDER BY board_code

SELECT cell.delivery_id, cell.month, cell.unit_code, cell.cost_type_code, cell.amount_sek AS counted_sek
FROM (
  SELECT budget.*, budget.unit_code AS counted_in_code,
    MAX(budget.version_rank) OVER (PARTITION BY budget.board_code, budget.unit_code) AS newest_rank
  FROM core.budget_month AS budget
  WHERE budget.month BETWEEN $first AND $last AND budget.is_decided
    AND known_from <= $known AND (known_to IS NULL OR known_to > $known)
) AS cell
JOIN core.cost_line_member AS member
  ON member.member_code = cell.cost_type_code AND member.cost_type_code = $line AND member.scope_code = $scope
JOIN core.forecast_place AS place
  ON place.as_of_month = $as_of AND place.unit_code = cell.counted_in_code
WHERE $code = CASE $level
  WHEN 'unit' THEN place.unit_code WHEN 'department' THEN place.department_code WHEN 'area' THEN place.area_code
  WHEN 'board' THEN place.board_code ELSE $code END
  AND cell.version_rank = cell.newest_rank

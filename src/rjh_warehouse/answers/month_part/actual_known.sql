SELECT cell.delivery_id, cell.month, cell.unit_code, cell.cost_type_code, cell.counted_sek
FROM (
  SELECT cost.delivery_id, cost.month, cost.unit_code, cost.cost_type_code,
    CASE WHEN successor.unit_code <> 'UNMAPPED' THEN successor.unit_code ELSE cost.unit_code END AS counted_in_code,
    CAST(SUM(cost.amount_sek) * COALESCE(MAX(successor.share_to), 1) AS DECIMAL(18, 2))
      - CAST(SUM(cost.amount_sek) * COALESCE(MAX(successor.share_from), 0) AS DECIMAL(18, 2)) AS counted_sek
  FROM core.cost_month AS cost
  LEFT JOIN core.unit_successor AS successor
    ON successor.from_unit_code = cost.unit_code AND successor.valid_from <= LAST_DAY(CAST($as_of AS DATE))
    AND (successor.valid_to IS NULL OR successor.valid_to > LAST_DAY(CAST($as_of AS DATE)))
  WHERE cost.month BETWEEN $first AND $last AND known_from <= $known AND (known_to IS NULL OR known_to > $known)
  GROUP BY cost.delivery_id, cost.month, cost.unit_code, cost.cost_type_code,
    successor.unit_code, successor.share_from
) AS cell
JOIN core.cost_line_member AS member
  ON member.member_code = cell.cost_type_code AND member.cost_type_code = $line AND member.scope_code = $scope
JOIN core.forecast_place AS place
  ON place.as_of_month = $as_of AND place.unit_code = cell.counted_in_code
WHERE $code = CASE $level
  WHEN 'unit' THEN place.unit_code WHEN 'department' THEN place.department_code WHEN 'area' THEN place.area_code
  WHEN 'board' THEN place.board_code ELSE $code END

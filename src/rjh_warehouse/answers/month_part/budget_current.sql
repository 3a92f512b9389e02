SELECT cell.delivery_id, cell.month, cell.unit_code, cell.cost_type_code,
  ROUND(cell.amount_sek * place.share_to, 2) - ROUND(cell.amount_sek * place.share_from, 2) AS counted_sek
FROM core.budget_month AS cell
JOIN core.unit_organisation AS place
  ON place.month = cell.month AND place.unit_code = cell.unit_code AND place.organisation_basis = $basis
  AND place.organisation_level = $level AND place.organisation_code = $code
JOIN core.cost_line_member AS member
  ON member.member_code = cell.cost_type_code AND member.cost_type_code = $line AND member.scope_code = $scope
WHERE cell.month BETWEEN $first AND $last
  AND cell.is_in_force AND NOT member.is_constant_on_cost

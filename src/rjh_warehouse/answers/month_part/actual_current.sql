SELECT CAST(NULL AS TEXT) AS delivery_id, cell.month, cell.unit_code, cell.cost_type_code,
  ROUND((cell.actual_sek + CASE WHEN member.is_constant_on_cost THEN cell.on_cost_change_sek ELSE 0 END)
    * place.share_to, 2)
  - ROUND((cell.actual_sek + CASE WHEN member.is_constant_on_cost THEN cell.on_cost_change_sek ELSE 0 END)
    * place.share_from, 2) AS counted_sek
FROM core.cost_cell AS cell
JOIN core.unit_organisation AS place
  ON place.month = cell.month AND place.unit_code = cell.unit_code AND place.organisation_basis = $basis
  AND place.organisation_level = $level AND place.organisation_code = $code
JOIN core.cost_line_member AS member
  ON member.member_code = cell.cost_type_code AND member.cost_type_code = $line AND member.scope_code = $scope
WHERE cell.month BETWEEN $first AND $last

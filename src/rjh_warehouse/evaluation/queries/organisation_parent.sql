SELECT unit_code, department_code, area_code, board_code, valid_from, valid_to, is_last
FROM core.unit
ORDER BY unit_code, valid_from

SELECT month, contract_code, board_code, file_name, first_known_on, days_after_period_end
FROM quality.month_requirement
WHERE month = $month AND is_delivered AND ($board = $region OR board_code IN ($board, $region))
ORDER BY contract_code, board_code

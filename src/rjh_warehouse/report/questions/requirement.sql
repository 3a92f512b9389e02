SELECT
  month, contract_code, board_code, is_delivered, is_late, days_after_period_end, file_name, blocked_file_name,
  reason, reason_en
FROM quality.month_requirement
WHERE month = $month AND (NOT is_delivered OR is_late) AND ($board = $region OR board_code IN ($board, $region))
ORDER BY is_delivered, contract_code, board_code

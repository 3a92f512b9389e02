SELECT month, board_code, unmapped_kind, codes, unmapped_sek, entry_count, file_name, is_simulated
FROM quality.month_unmapped
WHERE month <= $month AND EXTRACT(YEAR FROM month) = EXTRACT(YEAR FROM $month)
  AND ($board = $region OR board_code = $board)
ORDER BY month, board_code, unmapped_kind

SELECT
  board_code, fiscal_year, is_simulated, COUNT(*) AS basis_count, MIN(required_reduction_sek) AS lowest_required_sek,
  MAX(required_reduction_sek) AS highest_required_sek, MIN(gap_sek) AS lowest_gap_sek, MAX(gap_sek) AS highest_gap_sek
FROM mart.balance_gap
WHERE fiscal_year >= CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AND ($board = $region OR board_code = $board)
  AND step_code = 'decided' AND NOT (includes_internal_cost AND includes_elected AND NOT is_chained)
GROUP BY board_code, fiscal_year, is_simulated
ORDER BY is_simulated, board_code, fiscal_year

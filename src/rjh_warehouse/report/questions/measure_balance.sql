SELECT
  board_code, fiscal_year, basis_code, step_code, required_reduction_sek, level_effect_sek, gap_sek,
  unknown_measure_count, missing_reason, missing_reason_en, is_simulated
FROM mart.balance_gap
WHERE fiscal_year >= CAST(EXTRACT(YEAR FROM $month) AS INTEGER) AND ($board = $region OR board_code = $board)
  AND includes_internal_cost AND includes_elected AND NOT is_chained
ORDER BY is_simulated, board_code, fiscal_year, basis_code,
  CASE step_code WHEN 'decided' THEN 1 WHEN 'carried_out' THEN 2 ELSE 3 END

SELECT
  check_code, label, label_en, board_code, fiscal_year, stated_amount_sek, computed_amount_sek, difference_sek,
  verdict_name, verdict_name_en, explanation, explanation_en, is_simulated
FROM mart.frame_reconciliation
WHERE verdict IN ('unexplained', 'ambiguous', 'pressure', 'not_comparable') AND is_finding AND ($board = $region OR board_code = $board)
ORDER BY is_simulated, CASE verdict WHEN 'unexplained' THEN 1 WHEN 'ambiguous' THEN 2 WHEN 'pressure' THEN 3 ELSE 4 END,
  CASE WHEN fiscal_year = CAST(EXTRACT(YEAR FROM $month) AS INTEGER) THEN 1 ELSE 2 END, fiscal_year DESC, check_code

SELECT
  check_code, label, label_en, board_code, fiscal_year, stated_amount_sek, computed_amount_sek, difference_sek,
  verdict_name, verdict_name_en, explanation, explanation_en, is_simulated
FROM mart.frame_reconciliation
WHERE verdict <> 'exact' AND ($board = 'RJH' OR board_code = $board)
ORDER BY is_simulated,
  CASE verdict WHEN 'unexplained' THEN 1 WHEN 'rounding' THEN 2 WHEN 'not_comparable' THEN 3 ELSE 4 END, check_code

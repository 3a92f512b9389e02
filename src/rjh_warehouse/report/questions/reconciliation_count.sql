SELECT
  verdict, MIN(verdict_name) AS verdict_name, MIN(verdict_name_en) AS verdict_name_en,
  COUNT(CASE WHEN NOT is_simulated THEN 1 END) AS check_count,
  COUNT(CASE WHEN is_simulated THEN 1 END) AS simulated_check_count
FROM mart.frame_reconciliation
WHERE is_finding AND ($board = $region OR board_code = $board)
GROUP BY verdict
ORDER BY CASE verdict WHEN 'unexplained' THEN 1 WHEN 'ambiguous' THEN 2 WHEN 'pressure' THEN 3
  WHEN 'not_comparable' THEN 4 WHEN 'not_checkable' THEN 5 WHEN 'within_tolerance' THEN 6 WHEN 'rounding' THEN 7 ELSE 8 END

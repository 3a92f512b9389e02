SELECT
  verdict, MIN(verdict_name) AS verdict_name, MIN(verdict_name_en) AS verdict_name_en,
  COUNT(CASE WHEN NOT is_simulated THEN 1 END) AS check_count,
  COUNT(CASE WHEN is_simulated THEN 1 END) AS simulated_check_count
FROM mart.frame_reconciliation
WHERE $board = $region OR board_code = $board
GROUP BY verdict
ORDER BY CASE verdict WHEN 'unexplained' THEN 1 WHEN 'not_comparable' THEN 2 WHEN 'not_checkable' THEN 3
  WHEN 'within_tolerance' THEN 4 WHEN 'rounding' THEN 5 ELSE 6 END

SELECT is_simulated, unit_code, board_code, account_code, month,
  CAST(item_sek - amount_sek AS DOUBLE) AS cost_sek
FROM core.slice_account_month
ORDER BY unit_code, account_code, month

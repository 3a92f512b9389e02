SELECT account_code, is_simulated, fiscal_year, index_code, is_on_cost, CAST(price_level AS DOUBLE) AS price_level
FROM core.slice_account_price
ORDER BY account_code, fiscal_year

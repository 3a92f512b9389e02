SELECT measure_code, is_simulated, contract_number, valid_from, valid_to,
  CAST(price_before_sek AS DOUBLE) AS price_before, CAST(price_after_sek AS DOUBLE) AS price_after,
  CAST(yearly_volume AS DOUBLE) AS yearly_volume
FROM core.measure_contract
ORDER BY measure_code, contract_number, article_text, valid_from

AUDIT (name month_forecast_is_sum_of_parts);
-- Forecasts add up: the boards' forecasts of a line sum to the region's, and gross cost and revenue to net cost.
SELECT as_of_month, cost_type_code, scope_code, method_code
FROM @this_model
WHERE organisation_level IN ('board', 'region')
GROUP BY as_of_month, cost_type_code, scope_code, method_code, is_simulated
HAVING BOOL_AND(is_complete)
  AND SUM(CASE WHEN organisation_level = 'region' THEN forecast_sek ELSE 0 END) <> SUM(CASE WHEN organisation_level = 'board' THEN forecast_sek ELSE 0 END)
UNION ALL
SELECT as_of_month, organisation_code, scope_code, method_code
FROM @this_model
WHERE cost_type_code IN ('GROSS_COST', 'REVENUE', 'NET_COST') AND is_complete
GROUP BY as_of_month, organisation_level, organisation_code, scope_code, method_code, is_simulated
HAVING SUM(CASE WHEN cost_type_code = 'NET_COST' THEN -forecast_sek ELSE forecast_sek END) <> 0;

AUDIT (name month_interval_is_ordered);
-- The lower end of an interval is not above its upper end, and an incomplete forecast has none.
SELECT *
FROM @this_model
WHERE p10_sek > p90_sek OR (NOT is_complete AND NOT forecast_sek IS NULL);

SELECT figure_id, base_value, base_precision, unit_factor, unit_kind = 'money' AND value_kind <> 'percent' AS is_money,
  COALESCE(canonical_sign, 1) AS canonical_sign
FROM core.published_figure
WHERE NOT base_value IS NULL AND NOT is_simulated

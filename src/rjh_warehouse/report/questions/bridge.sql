SELECT
  bridge_kind, month, period_kind, organisation_level, organisation_code, cost_type_code, scope_code, item_kind,
  item_name, item_name_en, opening_sek, amount_sek, closing_sek, is_simulated
FROM mart.cost_bridge
WHERE month = $month AND bridge_kind = 'prior_year' AND period_kind = 'ytd' AND cost_type_code = 'NET_COST'
  AND scope_code = 'with_internal' AND organisation_level IN ('board', 'region') AND organisation_code = $board
ORDER BY item_order, item_kind

SELECT
  bridge.bridge_kind, bridge.month, bridge.period_kind, bridge.organisation_level, bridge.organisation_code,
  bridge.cost_type_code, bridge.scope_code, bridge.item_kind, bridge.item_name, bridge.item_name_en,
  bridge.opening_sek, bridge.amount_sek, bridge.closing_sek, cost.organisation_name, cost.is_reorganised,
  cost.is_prior_year_reorganised, bridge.is_simulated
FROM mart.cost_bridge AS bridge
LEFT JOIN mart.cost_summary AS cost
  ON cost.month = bridge.month AND cost.period_kind = bridge.period_kind AND cost.organisation_basis = 'as_was'
  AND cost.organisation_level = bridge.organisation_level AND cost.organisation_code = bridge.organisation_code
  AND cost.scope_code = bridge.scope_code AND cost.is_simulated = bridge.is_simulated
WHERE bridge.month = $month AND bridge.bridge_kind = 'prior_year' AND bridge.period_kind = 'ytd'
  AND bridge.cost_type_code = 'NET_COST' AND bridge.scope_code = 'with_internal'
  AND bridge.organisation_level IN ('board', 'region') AND bridge.organisation_code = $board
ORDER BY bridge.item_order, bridge.item_kind

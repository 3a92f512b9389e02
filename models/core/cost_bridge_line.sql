MODEL (
  name core.cost_bridge_line,
  grain (organisation_level, organisation_code, month, is_simulated),
  description 'One row per month and board, or the region, as it was: the gross cost that a bridge starts from, and the comparability items of gross and net cost',
  column_descriptions (
    organisation_level = 'as region_or_board_level',
    actual_sek = 'own: Gross cost booked in kronor',
    budget_sek = 'own: Budget of the gross cost in kronor',
    on_cost_sek = 'own: Of the gross cost, employer on-cost',
    gross_item_sek = 'Of the gross cost, items affecting comparability',
    net_item_sek = 'Of the net cost, items affecting comparability',
    has_gross_cost = 'True where there is a gross cost or a budget of it',
    is_classified = 'own: False where an amount without a cost type may belong to the gross cost; empty without a gross cost'
  ),
  tags (
    'working'
  )
);

SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  month::DATE AS month,
  MAX(CASE WHEN cost_type_code = 'GROSS_COST' THEN actual_sek END)::DECIMAL(18, 2) AS actual_sek,
  MAX(CASE WHEN cost_type_code = 'GROSS_COST' THEN budget_sek END)::DECIMAL(18, 2) AS budget_sek,
  MAX(CASE WHEN cost_type_code = 'GROSS_COST' THEN on_cost_sek END)::DECIMAL(18, 2) AS on_cost_sek,
  MAX(CASE WHEN cost_type_code = 'GROSS_COST' THEN item_sek END)::DECIMAL(18, 2) AS gross_item_sek,
  MAX(CASE WHEN cost_type_code = 'NET_COST' THEN item_sek END)::DECIMAL(18, 2) AS net_item_sek,
  BOOL_OR(CAST(cost_type_code = 'GROSS_COST' AS BOOLEAN))::BOOLEAN AS has_gross_cost,
  BOOL_AND(CASE WHEN cost_type_code = 'GROSS_COST' THEN unclassified_sek = 0 END::BOOLEAN)::BOOLEAN AS is_classified,
  is_simulated::BOOLEAN AS is_simulated
FROM core.cost_line
WHERE
  organisation_basis = 'as_was'
  AND organisation_level IN ('region', 'board')
  AND cost_type_code IN ('GROSS_COST', 'NET_COST')
  AND scope_code = 'without_internal'
GROUP BY
  organisation_level,
  organisation_code,
  month,
  is_simulated

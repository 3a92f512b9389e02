MODEL (
  name mart.cost_bridge,
  grain (
    bridge_kind,
    month,
    period_kind,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    item_kind,
    is_simulated
  ),
  description 'One row per bridge (from last year, or from the budget, to the outcome) and item; the items sum exactly to the change',
  column_descriptions (
    bridge_kind = 'prior_year: from the same period last year; budget: from the budget in force',
    month = 'own: Last month of the period',
    period_kind = 'own: ytd or rolling_12',
    organisation_level = 'as region_or_board_level',
    organisation_code = 'own: Organisation, as it was',
    cost_type_code = 'own: GROSS_COST or NET_COST',
    item_kind = 'own: price, on_cost, transfer, comparability_item, measure or rest',
    item_name = 'own: The item in Swedish',
    item_name_en = 'own: The item in English',
    item_order = 'Order of the items in a bridge',
    amount_sek = 'own: Effect on the result: a cost that rises is negative; empty where the item is not known apart (it is then in the rest)',
    opening_sek = 'own: Last year, or the budget',
    closing_sek = 'own: Outcome',
    index_code = 'own: Price index of the price item'
  ),
  audits (
    month_bridge_is_exact
  )
);

WITH compared AS (
  SELECT
    development.month,
    development.period_kind,
    development.organisation_level,
    development.organisation_code,
    development.organisation_name,
    development.cost_type_code,
    development.cost_type_code = 'NET_COST' AS is_net,
    development.scope_code,
    development.is_simulated,
    development.actual_sek,
    development.prior_year_sek,
    development.budget_sek,
    period.price_sek,
    period.on_cost_sek,
    period.transfer_sek,
    period.gross_item_sek,
    period.gross_item_change_sek,
    period.net_item_sek,
    period.net_item_change_sek,
    period.measure_change_sek,
    period.measure_gap_sek,
    period.gap_sek
  FROM mart.cost_development AS development
  JOIN core.cost_bridge_period AS period
    ON period.organisation_level = development.organisation_level
    AND period.organisation_code = development.organisation_code
    AND period.is_simulated = development.is_simulated
    AND period.month = development.month
    AND period.period_kind = development.period_kind
  WHERE
    development.organisation_basis = 'as_was'
    AND development.cost_type_code IN ('GROSS_COST', 'NET_COST')
    AND development.is_complete
), bridge AS (
  SELECT
    'prior_year' AS bridge_kind,
    compared.*,
    prior_year_sek AS opening_sek,
    price_sek AS price,
    on_cost_sek AS on_cost,
    CASE WHEN is_net THEN COALESCE(transfer_sek, 0) END AS transfer,
    CASE WHEN is_net THEN net_item_change_sek ELSE gross_item_change_sek END AS comparability,
    measure_change_sek AS measure
  FROM compared
  WHERE
    NOT prior_year_sek IS NULL
  UNION ALL BY NAME
  SELECT
    'budget' AS bridge_kind,
    compared.*,
    budget_sek AS opening_sek,
    gap_sek AS price,
    0 AS transfer,
    CASE WHEN is_net THEN net_item_sek ELSE gross_item_sek END AS comparability,
    measure_gap_sek AS measure
  FROM compared
  WHERE
    NOT budget_sek IS NULL
), explained AS (
  SELECT
    bridge.*,
    COALESCE(price, 0) + COALESCE(on_cost, 0) + COALESCE(transfer, 0) + COALESCE(comparability, 0) + COALESCE(measure, 0) AS explained_sek
  FROM bridge
)
SELECT
  bridge.bridge_kind::TEXT AS bridge_kind,
  bridge.month::DATE AS month,
  bridge.period_kind::TEXT AS period_kind,
  bridge.organisation_level::TEXT AS organisation_level,
  bridge.organisation_code::TEXT AS organisation_code,
  bridge.organisation_name::TEXT AS organisation_name,
  bridge.cost_type_code::TEXT AS cost_type_code,
  bridge.scope_code::TEXT AS scope_code,
  item.item_kind::TEXT AS item_kind,
  item.item_name::TEXT AS item_name,
  item.item_name_en::TEXT AS item_name_en,
  item.sort_order::INT AS item_order,
  CASE item.item_kind
    WHEN 'price'
    THEN bridge.price
    WHEN 'on_cost'
    THEN bridge.on_cost
    WHEN 'transfer'
    THEN bridge.transfer
    WHEN 'comparability_item'
    THEN bridge.comparability
    WHEN 'measure'
    THEN bridge.measure
    ELSE bridge.actual_sek - bridge.opening_sek - bridge.explained_sek
  END::DECIMAL(18, 2) AS amount_sek,
  bridge.opening_sek::DECIMAL(18, 2) AS opening_sek,
  bridge.actual_sek::DECIMAL(18, 2) AS closing_sek,
  CASE WHEN item.item_kind = 'price' THEN 'LPIK_EXCL_PENSION' END::TEXT AS index_code,
  bridge.is_simulated::BOOLEAN AS is_simulated
FROM explained AS bridge
CROSS JOIN seed.bridge_item AS item

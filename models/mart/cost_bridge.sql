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

WITH line AS (
  SELECT
    organisation_level,
    organisation_code,
    month,
    is_simulated,
    actual_sek,
    budget_sek,
    item_sek,
    on_cost_sek,
    unclassified_sek = 0 AS is_classified
  FROM core.cost_line
  WHERE
    organisation_basis = 'as_was'
    AND organisation_level IN ('region', 'board')
    AND cost_type_code = 'GROSS_COST'
    AND scope_code = 'without_internal'
), net_item AS (
  SELECT
    organisation_level,
    organisation_code,
    month,
    is_simulated,
    item_sek
  FROM core.cost_line
  WHERE
    organisation_basis = 'as_was'
    AND organisation_level IN ('region', 'board')
    AND cost_type_code = 'NET_COST'
    AND scope_code = 'without_internal'
), month_of AS (
  SELECT DISTINCT
    board_code,
    month,
    month_index,
    fiscal_year,
    month_number
  FROM core.ledger_month
  UNION ALL
  SELECT DISTINCT
    @region_code,
    month,
    month_index,
    fiscal_year,
    month_number
  FROM core.ledger_month
), moved AS (
  SELECT
    'board' AS organisation_level,
    transfer.board_code AS organisation_code,
    calendar.month_index AS from_index,
    @quotient(transfer.amount_sek, 12, 2)::DECIMAL(18, 2) AS month_sek
  FROM core.transfer AS transfer
  JOIN seed.month_calendar AS calendar
    ON calendar.month = transfer.month
), moved_month AS (
  SELECT
    month_of.month,
    moved.organisation_level,
    moved.organisation_code,
    SUM(moved.month_sek) AS transfer_sek
  FROM moved
  JOIN month_of
    ON month_of.board_code = moved.organisation_code
    AND month_of.month_index BETWEEN moved.from_index AND moved.from_index + 11
  GROUP BY
    month_of.month,
    moved.organisation_level,
    moved.organisation_code
), measure_board AS (
  SELECT
    month,
    board_code,
    SUM(CASE WHEN is_cancelled THEN COALESCE(carried_out_sek, 0) ELSE carried_out_sek END) AS carried_out_sek,
    SUM(decided_sek) AS decided_sek
  FROM core.measure_month
  GROUP BY
    month,
    board_code
), measure_month AS (
  SELECT
    month,
    'board' AS organisation_level,
    board_code AS organisation_code,
    carried_out_sek,
    decided_sek
  FROM measure_board
  UNION ALL
  SELECT
    month,
    'region',
    @region_code,
    SUM(carried_out_sek),
    SUM(decided_sek)
  FROM measure_board
  GROUP BY
    month
), decided_on AS (
  SELECT
    budget.board_code,
    budget.fiscal_year,
    MIN(budget.known_from) AS known_from
  FROM core.budget_month AS budget
  JOIN (
    SELECT DISTINCT
      board_code,
      fiscal_year,
      version_rank
    FROM core.budget_month
    WHERE
      is_in_force
  ) AS in_force
    ON in_force.board_code = budget.board_code
    AND in_force.fiscal_year = budget.fiscal_year
    AND in_force.version_rank = budget.version_rank
  WHERE
    budget.is_decided
  GROUP BY
    budget.board_code,
    budget.fiscal_year
), known_forecast AS (
  SELECT
    decided_on.board_code,
    decided_on.fiscal_year,
    MAX(price.forecast_on) AS forecast_on
  FROM decided_on
  JOIN core.price_index AS price
    ON price.index_code = 'LPIK_EXCL_PENSION'
    AND price.fiscal_year = decided_on.fiscal_year
    AND price.known_from <= decided_on.known_from
  GROUP BY
    decided_on.board_code,
    decided_on.fiscal_year
), budget_index AS (
  SELECT
    known_forecast.board_code,
    known_forecast.fiscal_year,
    price.change_percent
  FROM known_forecast
  JOIN core.price_index AS price
    ON price.index_code = 'LPIK_EXCL_PENSION'
    AND price.fiscal_year = known_forecast.fiscal_year
    AND price.forecast_on = known_forecast.forecast_on
), board_price_gap AS (
  SELECT
    line.organisation_code,
    line.month,
    line.is_simulated,
    CASE
      WHEN line.is_classified
      THEN @product(COALESCE(line.budget_sek, 0), 0.01 * (
        latest.change_percent - budget_index.change_percent
      ))::DECIMAL(18, 2)
    END AS gap_sek
  FROM line
  JOIN month_of
    ON month_of.board_code = line.organisation_code AND month_of.month = line.month
  LEFT JOIN budget_index
    ON budget_index.board_code = line.organisation_code AND budget_index.fiscal_year = month_of.fiscal_year
  LEFT JOIN core.price_index AS latest
    ON latest.index_code = 'LPIK_EXCL_PENSION'
    AND latest.fiscal_year = month_of.fiscal_year
    AND latest.is_latest
  WHERE
    line.organisation_level = 'board'
), price_gap AS (
  SELECT
    'board' AS organisation_level,
    organisation_code,
    month,
    is_simulated,
    gap_sek
  FROM board_price_gap
  UNION ALL
  SELECT
    'region',
    @region_code,
    month,
    is_simulated,
    CASE WHEN COUNT(gap_sek) = COUNT(*) THEN SUM(gap_sek) END
  FROM board_price_gap
  GROUP BY
    month,
    is_simulated
), monthly AS (
  SELECT
    line.organisation_level,
    line.organisation_code,
    line.is_simulated,
    month_of.month,
    month_of.month_index,
    month_of.fiscal_year,
    month_of.month_number,
    CASE
      WHEN COALESCE(before.is_classified, TRUE)
      THEN @product(COALESCE(before.actual_sek, 0) - COALESCE(before.item_sek, 0), 0.01 * price.change_percent)::DECIMAL(18, 2)
    END AS price_sek,
    CASE
      WHEN COALESCE(before.is_classified, TRUE)
      THEN @proportion(COALESCE(before.on_cost_sek, 0), rate.rate_percent - rate_before.rate_percent, rate_before.rate_percent, 2)::DECIMAL(18, 2)
    END AS on_cost_sek,
    moved_month.transfer_sek,
    COALESCE(line.item_sek, 0) AS gross_item_sek,
    COALESCE(line.item_sek, 0) - COALESCE(before.item_sek, 0) AS gross_item_change_sek,
    COALESCE(net_item.item_sek, 0) AS net_item_sek,
    COALESCE(net_item.item_sek, 0) - COALESCE(net_before.item_sek, 0) AS net_item_change_sek,
    CASE WHEN measure_month.month IS NULL THEN 0 ELSE measure_month.carried_out_sek END - CASE WHEN measure_before.month IS NULL THEN 0 ELSE measure_before.carried_out_sek END AS measure_change_sek,
    CASE
      WHEN measure_month.month IS NULL
      THEN 0
      ELSE measure_month.carried_out_sek - measure_month.decided_sek
    END AS measure_gap_sek,
    price_gap.gap_sek
  FROM line
  JOIN month_of
    ON month_of.board_code = line.organisation_code AND month_of.month = line.month
  JOIN seed.month_calendar AS year_ago
    ON year_ago.month_index = month_of.month_index - 12
  LEFT JOIN line AS before
    ON before.organisation_level = line.organisation_level
    AND before.organisation_code = line.organisation_code
    AND before.is_simulated = line.is_simulated
    AND before.month = year_ago.month
  LEFT JOIN net_item
    ON net_item.organisation_level = line.organisation_level
    AND net_item.organisation_code = line.organisation_code
    AND net_item.is_simulated = line.is_simulated
    AND net_item.month = line.month
  LEFT JOIN net_item AS net_before
    ON net_before.organisation_level = line.organisation_level
    AND net_before.organisation_code = line.organisation_code
    AND net_before.is_simulated = line.is_simulated
    AND net_before.month = year_ago.month
  LEFT JOIN core.price_index AS price
    ON price.index_code = 'LPIK_EXCL_PENSION'
    AND price.fiscal_year = month_of.fiscal_year
    AND price.is_latest
  LEFT JOIN core.po_rate AS rate
    ON rate.fiscal_year = month_of.fiscal_year
  LEFT JOIN core.po_rate AS rate_before
    ON rate_before.fiscal_year = month_of.fiscal_year - 1
  LEFT JOIN moved_month
    ON moved_month.organisation_level = line.organisation_level
    AND moved_month.organisation_code = line.organisation_code
    AND moved_month.month = line.month
  LEFT JOIN measure_month
    ON measure_month.organisation_level = line.organisation_level
    AND measure_month.organisation_code = line.organisation_code
    AND measure_month.month = line.month
  LEFT JOIN measure_month AS measure_before
    ON measure_before.organisation_level = line.organisation_level
    AND measure_before.organisation_code = line.organisation_code
    AND measure_before.month = year_ago.month
  LEFT JOIN price_gap
    ON price_gap.organisation_level = line.organisation_level
    AND price_gap.organisation_code = line.organisation_code
    AND price_gap.is_simulated = line.is_simulated
    AND price_gap.month = line.month
), component AS (
  SELECT
    organisation_level,
    organisation_code,
    is_simulated,
    month,
    'ytd' AS period_kind,
    @whole_sum(price_sek, ytd) AS price_sek,
    @whole_sum(on_cost_sek, ytd) AS on_cost_sek,
    SUM(transfer_sek) OVER ytd AS transfer_sek,
    SUM(gross_item_sek) OVER ytd AS gross_item_sek,
    SUM(gross_item_change_sek) OVER ytd AS gross_item_change_sek,
    SUM(net_item_sek) OVER ytd AS net_item_sek,
    SUM(net_item_change_sek) OVER ytd AS net_item_change_sek,
    @whole_sum(measure_change_sek, ytd) AS measure_change_sek,
    @whole_sum(measure_gap_sek, ytd) AS measure_gap_sek,
    @whole_sum(gap_sek, ytd) AS gap_sek
  FROM monthly
  WINDOW ytd AS (
    PARTITION BY organisation_level, organisation_code, is_simulated, fiscal_year
    ORDER BY month_index
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
  UNION ALL
  SELECT
    organisation_level,
    organisation_code,
    is_simulated,
    month,
    'rolling_12',
    @whole_sum(price_sek, twelve),
    @whole_sum(on_cost_sek, twelve),
    SUM(transfer_sek) OVER twelve,
    SUM(gross_item_sek) OVER twelve,
    SUM(gross_item_change_sek) OVER twelve,
    SUM(net_item_sek) OVER twelve,
    SUM(net_item_change_sek) OVER twelve,
    @whole_sum(measure_change_sek, twelve),
    @whole_sum(measure_gap_sek, twelve),
    @whole_sum(gap_sek, twelve)
  FROM monthly
  WINDOW twelve AS (
    PARTITION BY organisation_level, organisation_code, is_simulated
    ORDER BY month_index
    RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
  )
), compared AS (
  SELECT
    development.month,
    development.period_kind,
    development.organisation_level,
    development.organisation_code,
    development.organisation_name,
    development.cost_type_code,
    development.scope_code,
    development.is_simulated,
    development.actual_sek,
    development.prior_year_sek,
    development.budget_sek,
    component.price_sek,
    component.on_cost_sek,
    CASE WHEN development.cost_type_code = 'NET_COST' THEN COALESCE(component.transfer_sek, 0) END AS transfer_sek,
    CASE
      WHEN development.cost_type_code = 'NET_COST'
      THEN component.net_item_sek
      ELSE component.gross_item_sek
    END AS item_sek,
    CASE
      WHEN development.cost_type_code = 'NET_COST'
      THEN component.net_item_change_sek
      ELSE component.gross_item_change_sek
    END AS item_change_sek,
    component.measure_change_sek,
    component.measure_gap_sek,
    component.gap_sek
  FROM mart.cost_development AS development
  JOIN component
    ON component.organisation_level = development.organisation_level
    AND component.organisation_code = development.organisation_code
    AND component.is_simulated = development.is_simulated
    AND component.month = development.month
    AND component.period_kind = development.period_kind
  WHERE
    development.organisation_basis = 'as_was'
    AND development.cost_type_code IN ('GROSS_COST', 'NET_COST')
    AND development.is_complete
), bridge AS (
  SELECT
    compared.*,
    'prior_year' AS bridge_kind,
    prior_year_sek AS opening_sek,
    actual_sek - prior_year_sek AS change_sek,
    price_sek AS price_item,
    on_cost_sek AS on_cost_item,
    transfer_sek AS transfer_item,
    item_change_sek AS comparability_item,
    measure_change_sek AS measure_item
  FROM compared
  WHERE
    NOT prior_year_sek IS NULL
  UNION ALL
  SELECT
    compared.*,
    'budget',
    budget_sek,
    actual_sek - budget_sek,
    gap_sek,
    NULL,
    0,
    item_sek,
    measure_gap_sek
  FROM compared
  WHERE
    NOT budget_sek IS NULL
), item AS (
  SELECT
    bridge.*,
    named.item_kind,
    named.item_name,
    named.item_name_en,
    named.sort_order,
    CASE named.item_kind
      WHEN 'price'
      THEN price_item
      WHEN 'on_cost'
      THEN on_cost_item
      WHEN 'transfer'
      THEN transfer_item
      WHEN 'comparability_item'
      THEN comparability_item
      WHEN 'measure'
      THEN measure_item
      ELSE change_sek - COALESCE(price_item, 0) - COALESCE(on_cost_item, 0) - COALESCE(transfer_item, 0) - COALESCE(comparability_item, 0) - COALESCE(measure_item, 0)
    END AS amount_sek
  FROM bridge
  CROSS JOIN seed.month_bridge_item AS named
)
SELECT
  item.bridge_kind::TEXT AS bridge_kind,
  item.month::DATE AS month,
  item.period_kind::TEXT AS period_kind,
  item.organisation_level::TEXT AS organisation_level,
  item.organisation_code::TEXT AS organisation_code,
  item.organisation_name::TEXT AS organisation_name,
  item.cost_type_code::TEXT AS cost_type_code,
  item.scope_code::TEXT AS scope_code,
  item.item_kind::TEXT AS item_kind,
  item.item_name::TEXT AS item_name,
  item.item_name_en::TEXT AS item_name_en,
  item.sort_order::INT AS item_order,
  item.amount_sek::DECIMAL(18, 2) AS amount_sek,
  item.opening_sek::DECIMAL(18, 2) AS opening_sek,
  item.actual_sek::DECIMAL(18, 2) AS closing_sek,
  CASE WHEN item.item_kind = 'price' THEN 'LPIK_EXCL_PENSION' END::TEXT AS index_code,
  item.is_simulated::BOOLEAN AS is_simulated
FROM item

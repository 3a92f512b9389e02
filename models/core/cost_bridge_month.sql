MODEL (
  name core.cost_bridge_month,
  grain (organisation_level, organisation_code, month, is_simulated),
  description 'One row per month and board, or the region: what each item of the bridges comes to in the month',
  column_descriptions (
    organisation_level = 'as region_or_board_level',
    month_index = 'own: Year × 12 + month − 1: months that add and compare',
    price_sek = 'Last year''s gross cost without comparability items × the year''s price change',
    on_cost_sek = 'own: Last year''s employer on-cost × the change of its rate',
    transfer_sek = 'own: Moved to or from other boards; empty where nothing is',
    gross_item_sek = 'own: Items affecting comparability in the gross cost',
    gross_item_change_sek = 'Their change since last year',
    net_item_sek = 'own: Items affecting comparability in the net cost',
    net_item_change_sek = 'Their change since last year, in the net cost',
    measure_change_sek = 'Change since last year of what measures amount to as carried out',
    measure_gap_sek = 'What measures amount to as carried out, less as decided',
    gap_sek = 'own: What prices add to the budget beyond what was known when it was decided'
  ),
  tags (
    'working'
  )
);

SELECT
  line.organisation_level::TEXT AS organisation_level,
  line.organisation_code::TEXT AS organisation_code,
  line.month::DATE AS month,
  month_of.month_index::INT AS month_index,
  month_of.fiscal_year::INT AS fiscal_year,
  CASE
    WHEN COALESCE(before.is_classified, TRUE)
    THEN @product(COALESCE(before.actual_sek, 0) - COALESCE(before.gross_item_sek, 0), 0.01 * price.change_percent)
  END::DECIMAL(18, 2) AS price_sek,
  CASE
    WHEN COALESCE(before.is_classified, TRUE)
    THEN @proportion(COALESCE(before.on_cost_sek, 0), rate.rate_percent - rate_before.rate_percent, rate_before.rate_percent, 2)
  END::DECIMAL(18, 2) AS on_cost_sek,
  moved.transfer_sek::DECIMAL(18, 2) AS transfer_sek,
  COALESCE(line.gross_item_sek, 0)::DECIMAL(18, 2) AS gross_item_sek,
  (
    COALESCE(line.gross_item_sek, 0) - COALESCE(before.gross_item_sek, 0)
  )::DECIMAL(18, 2) AS gross_item_change_sek,
  COALESCE(line.net_item_sek, 0)::DECIMAL(18, 2) AS net_item_sek,
  (
    COALESCE(line.net_item_sek, 0) - COALESCE(before.net_item_sek, 0)
  )::DECIMAL(18, 2) AS net_item_change_sek,
  (
    CASE WHEN now.month IS NULL THEN 0 ELSE now.carried_out_sek END - CASE WHEN past.month IS NULL THEN 0 ELSE past.carried_out_sek END
  )::DECIMAL(18, 2) AS measure_change_sek,
  CASE WHEN now.month IS NULL THEN 0 ELSE now.carried_out_sek - now.decided_sek END::DECIMAL(18, 2) AS measure_gap_sek,
  gap.gap_sek::DECIMAL(18, 2) AS gap_sek,
  line.is_simulated::BOOLEAN AS is_simulated
FROM core.cost_bridge_line AS line
JOIN core.cost_month_delivered AS month_of
  ON month_of.board_code = line.organisation_code AND month_of.month = line.month
JOIN seed.calendar AS year_ago
  ON year_ago.month_index = month_of.month_index - 12
LEFT JOIN core.cost_bridge_line AS before
  ON before.organisation_level = line.organisation_level
  AND before.organisation_code = line.organisation_code
  AND before.is_simulated = line.is_simulated
  AND before.month = year_ago.month
LEFT JOIN core.price_index AS price
  ON price.index_code = 'LPIK_EXCL_PENSION'
  AND price.fiscal_year = month_of.fiscal_year
  AND price.is_latest
LEFT JOIN core.po_rate AS rate
  ON rate.fiscal_year = month_of.fiscal_year
LEFT JOIN core.po_rate AS rate_before
  ON rate_before.fiscal_year = month_of.fiscal_year - 1
LEFT JOIN core.transfer_month AS moved
  ON line.organisation_level = 'board'
  AND moved.board_code = month_of.register_code
  AND moved.month = line.month
LEFT JOIN core.measure_month_sum AS now
  ON now.organisation_level = line.organisation_level
  AND now.organisation_code = month_of.register_code
  AND now.month = line.month
LEFT JOIN core.measure_month_sum AS past
  ON past.organisation_level = line.organisation_level
  AND past.organisation_code = month_of.register_code
  AND past.month = year_ago.month
LEFT JOIN core.budget_price_gap AS gap
  ON gap.organisation_level = line.organisation_level
  AND gap.organisation_code = line.organisation_code
  AND gap.is_simulated = line.is_simulated
  AND gap.month = line.month
WHERE
  line.has_gross_cost

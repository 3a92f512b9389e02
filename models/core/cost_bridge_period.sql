MODEL (
  name core.cost_bridge_period,
  grain (organisation_level, organisation_code, period_kind, month, is_simulated),
  description 'One row per kind of period, last month of it and board, or the region: what each item of the bridges comes to in the period; empty where a month of it is not known',
  column_descriptions (
    organisation_level = 'as region_or_board_level',
    period_kind = 'own: ytd or rolling_12',
    month = 'as last_month_of_period'
  ),
  tags (
    'working'
  )
);

@DEF(whole, [price_sek, on_cost_sek, measure_change_sek, measure_gap_sek, gap_sek]);

@DEF(known, [transfer_sek, gross_item_sek, gross_item_change_sek, net_item_sek, net_item_change_sek]);

WITH summed AS (
  SELECT
    organisation_level,
    organisation_code,
    'ytd' AS period_kind,
    month,
    is_simulated,
    @EACH(@whole, item -> @whole_sum(@item, ytd) AS @item),
    @EACH(@known, item -> SUM(@item) OVER ytd AS @item)
  FROM core.cost_bridge_month
  WINDOW ytd AS (
    PARTITION BY organisation_level, organisation_code, is_simulated, fiscal_year
    ORDER BY month_index
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
  UNION ALL
  SELECT
    organisation_level,
    organisation_code,
    'rolling_12' AS period_kind,
    month,
    is_simulated,
    @EACH(@whole, item -> @whole_sum(@item, twelve) AS @item),
    @EACH(@known, item -> SUM(@item) OVER twelve AS @item)
  FROM core.cost_bridge_month
  WINDOW twelve AS (
    PARTITION BY organisation_level, organisation_code, is_simulated
    ORDER BY month_index
    RANGE BETWEEN 11 PRECEDING AND CURRENT ROW
  )
)
SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  period_kind::TEXT AS period_kind,
  month::DATE AS month,
  price_sek::DECIMAL(18, 2) AS price_sek,
  on_cost_sek::DECIMAL(18, 2) AS on_cost_sek,
  transfer_sek::DECIMAL(18, 2) AS transfer_sek,
  gross_item_sek::DECIMAL(18, 2) AS gross_item_sek,
  gross_item_change_sek::DECIMAL(18, 2) AS gross_item_change_sek,
  net_item_sek::DECIMAL(18, 2) AS net_item_sek,
  net_item_change_sek::DECIMAL(18, 2) AS net_item_change_sek,
  measure_change_sek::DECIMAL(18, 2) AS measure_change_sek,
  measure_gap_sek::DECIMAL(18, 2) AS measure_gap_sek,
  gap_sek::DECIMAL(18, 2) AS gap_sek,
  is_simulated::BOOLEAN AS is_simulated
FROM summed

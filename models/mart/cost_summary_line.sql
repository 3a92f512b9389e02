MODEL (
  name mart.cost_summary_line,
  kind EMBEDDED,
  grain (
    organisation_basis,
    organisation_level,
    organisation_code,
    scope_code,
    period_kind,
    month,
    is_simulated
  ),
  description 'One row per month, period kind, organisation and scope on each organisation basis: the lines of mart.cost_development that mart.cost_summary shows, side by side',
  tags (
    'working'
  )
);

@DEF(quantities, ['gross_cost', 'revenue', 'unclassified', 'net_cost']);

SELECT
  month,
  period_kind,
  organisation_basis,
  organisation_level,
  organisation_code,
  scope_code,
  fiscal_year,
  is_simulated,
  MAX(organisation_name) AS organisation_name,
  MAX(board_code) AS board_code,
  MAX(parent_organisation_code) AS parent_organisation_code,
  MAX(area_code) AS area_code,
  BOOL_AND(CAST(is_complete OR cost_type_code = 'PERSONNEL_CONSTANT_PO' AS BOOLEAN)) AS is_complete,
  BOOL_AND(CAST(unclassified_sek = 0 AS BOOLEAN)) AS is_classified,
  BOOL_AND(CAST(prior_year_unclassified_sek = 0 AS BOOLEAN)) AS is_prior_year_classified,
  MAX(missing_month_count) AS missing_month_count,
  @EACH(@quantities, line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN actual_sek END) AS @{line}_sek),
  @EACH(
    @quantities,
    line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN budget_sek END) AS @{line}_budget_sek
  ),
  @EACH(
    @quantities,
    line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN prior_year_sek END) AS @{line}_prior_year_sek
  ),
  @EACH(
    @quantities,
    line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN deviation_sek END) AS @{line}_deviation_sek
  ),
  @EACH(
    @quantities,
    line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN growth_sek END) AS @{line}_growth_sek
  ),
  @EACH(
    @quantities,
    line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN growth_pct END) AS @{line}_growth_pct
  ),
  @EACH(
    @quantities,
    line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN real_growth_pct END) AS @{line}_real_growth_pct
  ),
  @EACH(
    @quantities,
    line -> MAX(CASE WHEN cost_type_code = UPPER(@line) THEN growth_excluding_items_pct END) AS @{line}_growth_excluding_items_pct
  ),
  MAX(CASE WHEN cost_type_code = 'PERSONNEL' THEN actual_sek END) AS own_personnel_sek,
  MAX(CASE WHEN cost_type_code = 'HIRED_STAFF' THEN actual_sek END) AS hired_staff_sek,
  MAX(CASE WHEN cost_type_code = 'PERSONNEL_TOTAL' THEN actual_sek END) AS personnel_total_sek,
  MAX(CASE WHEN cost_type_code = 'PERSONNEL' THEN growth_pct END) AS own_personnel_growth_pct,
  MAX(CASE WHEN cost_type_code = 'PERSONNEL_CONSTANT_PO' THEN growth_pct END) AS own_personnel_constant_po_growth_pct
FROM mart.cost_development
GROUP BY
  month,
  period_kind,
  organisation_basis,
  organisation_level,
  organisation_code,
  scope_code,
  fiscal_year,
  is_simulated

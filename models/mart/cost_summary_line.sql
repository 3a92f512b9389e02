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
  figure.month,
  figure.period_kind,
  figure.organisation_basis,
  figure.organisation_level,
  figure.organisation_code,
  figure.scope_code,
  figure.fiscal_year,
  figure.is_simulated,
  MAX(figure.organisation_name) AS organisation_name,
  MAX(figure.board_code) AS board_code,
  MAX(figure.parent_organisation_code) AS parent_organisation_code,
  MAX(figure.area_code) AS area_code,
  BOOL_AND(CAST(figure.is_complete OR line.sums = 'on_cost' AS BOOLEAN)) AS is_complete,
  BOOL_AND(CAST(figure.unclassified_sek = 0 AS BOOLEAN)) AS is_classified,
  BOOL_AND(CAST(figure.prior_year_unclassified_sek = 0 AS BOOLEAN)) AS is_prior_year_classified,
  MAX(figure.missing_month_count) AS missing_month_count,
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.actual_sek END) AS @{shown}_sek
  ),
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.budget_sek END) AS @{shown}_budget_sek
  ),
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.prior_year_sek END) AS @{shown}_prior_year_sek
  ),
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.deviation_sek END) AS @{shown}_deviation_sek
  ),
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.growth_sek END) AS @{shown}_growth_sek
  ),
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.growth_pct END) AS @{shown}_growth_pct
  ),
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.real_growth_pct END) AS @{shown}_real_growth_pct
  ),
  @EACH(
    @quantities,
    shown -> MAX(CASE WHEN line.summary_code = @shown THEN figure.growth_excluding_items_pct END) AS @{shown}_growth_excluding_items_pct
  ),
  MAX(CASE WHEN line.summary_code = 'own_personnel' THEN figure.actual_sek END) AS own_personnel_sek,
  MAX(CASE WHEN line.summary_code = 'hired_staff' THEN figure.actual_sek END) AS hired_staff_sek,
  MAX(CASE WHEN line.summary_code = 'personnel_total' THEN figure.actual_sek END) AS personnel_total_sek,
  MAX(CASE WHEN line.summary_code = 'own_personnel' THEN figure.growth_pct END) AS own_personnel_growth_pct,
  MAX(CASE WHEN line.summary_code = 'own_personnel_constant_po' THEN figure.growth_pct END) AS own_personnel_constant_po_growth_pct
FROM mart.cost_development AS figure
LEFT JOIN seed.cost_type_line AS line
  ON line.cost_type_code = figure.cost_type_code
GROUP BY
  figure.month,
  figure.period_kind,
  figure.organisation_basis,
  figure.organisation_level,
  figure.organisation_code,
  figure.scope_code,
  figure.fiscal_year,
  figure.is_simulated

MODEL (
  name mart.cost_summary,
  grain (
    organisation_basis,
    organisation_level,
    organisation_code,
    scope_code,
    period_kind,
    month,
    is_simulated
  ),
  description 'One row per month, period kind, organisation and scope on each organisation basis: gross cost, revenue, what nobody knows which of them it is, and net cost, their changes, hired staff, and the growth of tax and grants. Levels, bases, periods and scopes stand beside each other: choose one of each before summing (organisation_basis, organisation_level, period_kind, scope_code)',
  column_descriptions (
    month = 'as last_month_of_period',
    organisation_name = 'own: Name of the organisation in the month',
    board_code = 'as organisation_board',
    area_code = 'own: Area of the unit, department or area in the month; empty for boards, the region and a department code of several areas',
    gross_cost_sek = 'Gross cost in kronor, revenue + and cost −',
    gross_cost_budget_sek = 'Budget: Gross cost in kronor',
    gross_cost_prior_year_sek = 'Gross cost of the same period last year',
    gross_cost_deviation_sek = 'Gross cost: actual less budget, positive is better',
    gross_cost_growth_sek = 'Growth of Gross cost: a cost that grows is positive; gross cost growth less revenue growth is net cost growth',
    gross_cost_growth_pct = 'Gross cost growth in per cent; empty where it has no meaning',
    gross_cost_real_growth_pct = 'Gross cost growth in last years prices by the LPIK index',
    gross_cost_growth_excluding_items_pct = 'Gross cost growth in per cent without items affecting comparability',
    revenue_sek = 'Revenue in kronor, revenue + and cost −',
    revenue_budget_sek = 'Budget: Revenue in kronor',
    revenue_prior_year_sek = 'Revenue of the same period last year',
    revenue_deviation_sek = 'Revenue: actual less budget, positive is better',
    revenue_growth_sek = 'Growth of Revenue: a cost that grows is positive; gross cost growth less revenue growth is net cost growth',
    revenue_growth_pct = 'Revenue growth in per cent; empty where it has no meaning',
    revenue_real_growth_pct = 'Revenue growth in last years prices by the LPIK index',
    revenue_growth_excluding_items_pct = 'Revenue growth in per cent without items affecting comparability',
    unclassified_sek = 'own: Booked without a cost type in kronor, as booked (revenue + and cost −): in net cost, in neither gross cost nor revenue, which are then incomplete',
    unclassified_budget_sek = 'Budgeted without a cost type',
    unclassified_prior_year_sek = 'Without a cost type in the same period last year',
    unclassified_growth_sek = 'Growth of what has no cost type: gross cost growth less revenue growth and this is net cost growth',
    net_cost_sek = 'Net cost in kronor, revenue + and cost −',
    net_cost_budget_sek = 'Budget: Net cost in kronor',
    net_cost_prior_year_sek = 'Net cost of the same period last year',
    net_cost_deviation_sek = 'Net cost: actual less budget, positive is better',
    net_cost_growth_sek = 'Growth of Net cost: a cost that grows is positive; gross cost growth less revenue growth is net cost growth',
    net_cost_growth_pct = 'Net cost growth in per cent; empty where it has no meaning',
    net_cost_real_growth_pct = 'Net cost growth in last years prices by the LPIK index',
    net_cost_growth_excluding_items_pct = 'Net cost growth in per cent without items affecting comparability',
    gross_cost_target_growth_pct = 'Financial target: highest growth of gross cost',
    gross_cost_target_gap_pct_points = 'Growth less target in percentage points: positive is above the target',
    net_cost_target_growth_pct = 'Financial target: highest growth of net cost',
    net_cost_target_gap_pct_points = 'Growth less target in percentage points: positive is above the target',
    tax_grant_sek = 'Tax and general grants with the pharmaceuticals grant; the region only',
    tax_grant_prior_year_sek = 'The same, last year',
    tax_grant_excluding_pharma_sek = 'Tax and general grants without the pharmaceuticals grant',
    tax_grant_excluding_pharma_prior_year_sek = 'The same, last year',
    tax_grant_growth_pct = 'Growth of tax and general grants with the pharmaceuticals grant',
    tax_grant_excluding_pharma_growth_pct = 'Growth of tax and general grants without the pharmaceuticals grant',
    is_net_cost_within_tax_grant = 'True when net cost grows no faster than tax and grants',
    is_net_cost_within_tax_grant_excluding_pharma = 'The same without the pharmaceuticals grant',
    own_personnel_sek = 'Cost of own staff',
    own_personnel_growth_pct = 'Growth of the cost of own staff',
    own_personnel_constant_po_growth_pct = 'The same at constant employer on-cost (PO)',
    hired_staff_sek = 'Cost of hired staff',
    hired_staff_of_own_personnel_pct = 'Hired staff in per cent of own staffs cost (the national goals denominator)',
    hired_staff_of_personnel_total_pct = 'Hired staff in per cent of own and hired staffs cost',
    is_complete = 'own: False while a boards month of the period is missing, or where is_classified is false',
    is_classified = 'own: False where an amount of the period has no cost type: gross cost, revenue, the cost types and, without internal trade, net cost lack it, and have no deviation and no growth; net cost with internal trade is whole all the same',
    is_prior_year_classified = 'The same of last years period',
    is_reorganised = 'True where the organisation as it was then has another net cost than the same period has in today''s organisation',
    is_prior_year_reorganised = 'The same of last years period; where only that is, the growth is not only cost development'
  ),
  tags (
    'reach: mart.cost_development by organisation_level, organisation_code'
  ),
  audits (
    month_identity_holds
  )
);

SELECT
  line.month::DATE AS month,
  line.period_kind::TEXT AS period_kind,
  line.organisation_basis::TEXT AS organisation_basis,
  line.organisation_level::TEXT AS organisation_level,
  line.organisation_code::TEXT AS organisation_code,
  line.organisation_name::TEXT AS organisation_name,
  line.board_code::TEXT AS board_code,
  line.parent_organisation_code::TEXT AS parent_organisation_code,
  line.area_code::TEXT AS area_code,
  line.scope_code::TEXT AS scope_code,
  line.gross_cost_sek::DECIMAL(18, 2) AS gross_cost_sek,
  line.gross_cost_budget_sek::DECIMAL(18, 2) AS gross_cost_budget_sek,
  line.gross_cost_prior_year_sek::DECIMAL(18, 2) AS gross_cost_prior_year_sek,
  line.gross_cost_deviation_sek::DECIMAL(18, 2) AS gross_cost_deviation_sek,
  line.gross_cost_growth_sek::DECIMAL(18, 2) AS gross_cost_growth_sek,
  line.gross_cost_growth_pct::DECIMAL(18, 2) AS gross_cost_growth_pct,
  line.gross_cost_real_growth_pct::DECIMAL(18, 2) AS gross_cost_real_growth_pct,
  line.gross_cost_growth_excluding_items_pct::DECIMAL(18, 2) AS gross_cost_growth_excluding_items_pct,
  line.revenue_sek::DECIMAL(18, 2) AS revenue_sek,
  line.revenue_budget_sek::DECIMAL(18, 2) AS revenue_budget_sek,
  line.revenue_prior_year_sek::DECIMAL(18, 2) AS revenue_prior_year_sek,
  line.revenue_deviation_sek::DECIMAL(18, 2) AS revenue_deviation_sek,
  line.revenue_growth_sek::DECIMAL(18, 2) AS revenue_growth_sek,
  line.revenue_growth_pct::DECIMAL(18, 2) AS revenue_growth_pct,
  line.revenue_real_growth_pct::DECIMAL(18, 2) AS revenue_real_growth_pct,
  line.revenue_growth_excluding_items_pct::DECIMAL(18, 2) AS revenue_growth_excluding_items_pct,
  line.unclassified_sek::DECIMAL(18, 2) AS unclassified_sek,
  line.unclassified_budget_sek::DECIMAL(18, 2) AS unclassified_budget_sek,
  line.unclassified_prior_year_sek::DECIMAL(18, 2) AS unclassified_prior_year_sek,
  line.unclassified_growth_sek::DECIMAL(18, 2) AS unclassified_growth_sek,
  line.net_cost_sek::DECIMAL(18, 2) AS net_cost_sek,
  line.net_cost_budget_sek::DECIMAL(18, 2) AS net_cost_budget_sek,
  line.net_cost_prior_year_sek::DECIMAL(18, 2) AS net_cost_prior_year_sek,
  line.net_cost_deviation_sek::DECIMAL(18, 2) AS net_cost_deviation_sek,
  line.net_cost_growth_sek::DECIMAL(18, 2) AS net_cost_growth_sek,
  line.net_cost_growth_pct::DECIMAL(18, 2) AS net_cost_growth_pct,
  line.net_cost_real_growth_pct::DECIMAL(18, 2) AS net_cost_real_growth_pct,
  line.net_cost_growth_excluding_items_pct::DECIMAL(18, 2) AS net_cost_growth_excluding_items_pct,
  gross_target.target_growth_pct::DECIMAL(9, 2) AS gross_cost_target_growth_pct,
  (
    line.gross_cost_growth_pct - gross_target.target_growth_pct
  )::DECIMAL(18, 2) AS gross_cost_target_gap_pct_points,
  net_target.target_growth_pct::DECIMAL(9, 2) AS net_cost_target_growth_pct,
  (
    line.net_cost_growth_pct - net_target.target_growth_pct
  )::DECIMAL(18, 2) AS net_cost_target_gap_pct_points,
  tax.with_sek::DECIMAL(18, 2) AS tax_grant_sek,
  tax.with_before_sek::DECIMAL(18, 2) AS tax_grant_prior_year_sek,
  tax.without_sek::DECIMAL(18, 2) AS tax_grant_excluding_pharma_sek,
  tax.without_before_sek::DECIMAL(18, 2) AS tax_grant_excluding_pharma_prior_year_sek,
  tax.with_growth_pct::DECIMAL(18, 2) AS tax_grant_growth_pct,
  tax.without_growth_pct::DECIMAL(18, 2) AS tax_grant_excluding_pharma_growth_pct,
  (
    CASE
      WHEN NOT line.net_cost_growth_pct IS NULL
      THEN @grows_no_faster(line.net_cost_sek, line.net_cost_prior_year_sek, tax.with_sek, tax.with_before_sek)
    END
  )::BOOLEAN AS is_net_cost_within_tax_grant,
  (
    CASE
      WHEN NOT line.net_cost_growth_pct IS NULL
      THEN @grows_no_faster(line.net_cost_sek, line.net_cost_prior_year_sek, tax.without_sek, tax.without_before_sek)
    END
  )::BOOLEAN AS is_net_cost_within_tax_grant_excluding_pharma,
  line.own_personnel_sek::DECIMAL(18, 2) AS own_personnel_sek,
  line.own_personnel_growth_pct::DECIMAL(18, 2) AS own_personnel_growth_pct,
  line.own_personnel_constant_po_growth_pct::DECIMAL(18, 2) AS own_personnel_constant_po_growth_pct,
  line.hired_staff_sek::DECIMAL(18, 2) AS hired_staff_sek,
  @quotient(100 * line.hired_staff_sek, line.own_personnel_sek, 2)::DECIMAL(18, 2) AS hired_staff_of_own_personnel_pct,
  @quotient(100 * line.hired_staff_sek, line.personnel_total_sek, 2)::DECIMAL(18, 2) AS hired_staff_of_personnel_total_pct,
  line.is_complete::BOOLEAN AS is_complete,
  line.is_classified::BOOLEAN AS is_classified,
  line.is_prior_year_classified::BOOLEAN AS is_prior_year_classified,
  COALESCE(line.net_cost_sek <> today.net_cost_sek, FALSE)::BOOLEAN AS is_reorganised,
  COALESCE(line.net_cost_prior_year_sek <> today.net_cost_prior_year_sek, FALSE)::BOOLEAN AS is_prior_year_reorganised,
  line.missing_month_count::INT AS missing_month_count,
  line.fiscal_year::INT AS fiscal_year,
  line.is_simulated::BOOLEAN AS is_simulated
FROM mart.cost_summary_line AS line
LEFT JOIN mart.cost_summary_line AS today
  ON today.organisation_basis = 'restated'
  AND today.month = line.month
  AND today.period_kind = line.period_kind
  AND today.organisation_level = line.organisation_level
  AND today.organisation_code = line.organisation_code
  AND today.scope_code = line.scope_code
  AND today.is_simulated = line.is_simulated
LEFT JOIN core.tax_grant_period AS tax
  ON line.organisation_level = 'region'
  AND tax.month = line.month
  AND tax.period_kind = line.period_kind
  AND tax.is_simulated = line.is_simulated
LEFT JOIN seed.financial_target AS gross_target
  ON gross_target.quantity_code = 'GROSS_COST'
  AND gross_target.organisation_code = line.organisation_code
  AND gross_target.fiscal_year = line.fiscal_year
LEFT JOIN seed.financial_target AS net_target
  ON net_target.quantity_code = 'NET_COST'
  AND net_target.organisation_code = line.organisation_code
  AND net_target.fiscal_year = line.fiscal_year

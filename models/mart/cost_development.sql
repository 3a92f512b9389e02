MODEL (
  name mart.cost_development,
  grain (
    organisation_basis,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    period_kind,
    month,
    is_simulated
  ),
  description 'One row per month, period kind, organisation, cost type (or line that sums them) and scope on each organisation basis: what it cost against budget and last year. Levels, bases, periods, scopes and totals stand beside each other: choose one of each before summing (organisation_basis, organisation_level, period_kind, scope_code, is_total)',
  column_descriptions (
    month = 'as last_month_of_period',
    organisation_name = 'own: Name of the organisation in the month',
    board_code = 'own: Board of the organisation in the month; RJH for the region. A period of several months stands where its last month does: where a unit has moved in it, only single months sum to areas and boards',
    area_code = 'own: Area of the unit, department or area in the month; empty for boards, the region and a department code of several areas',
    cost_type_code = 'own: Cost type, or a line that sums them (GROSS_COST, REVENUE, NET_COST, PERSONNEL_TOTAL, PERSONNEL_CONSTANT_PO)',
    is_total = 'own: True for a line that sums cost types (or restates one): do not add it to them',
    actual_sek = 'own: Booked in kronor, revenue + and cost −; empty where the month is not delivered, or a rate that the line stands on',
    budget_sek = 'own: Budget in force in kronor; empty where none is stated or a year of the period has none',
    prior_year_sek = 'own: The same period last year; empty where a month of it is not in the ledger, or an amount of it without a cost type may belong to the line, or the code stood for another organisation then',
    prior_year_missing_reason = 'Why there is no last year, in Swedish; empty where there is one',
    prior_year_missing_reason_en = 'The same in English',
    deviation_sek = 'own: Actual less budget: positive is better on every line; empty while a boards month is missing',
    growth_sek = 'Growth of the quantity itself: a cost that grows is positive',
    growth_pct = 'Growth against the same period last year in per cent, −100 for what has ceased; empty for a zero base, a missing month or a quantity whose sign has flipped',
    index_code = 'own: Price index of the real growth',
    real_growth_pct = 'Growth when last years months are put in this years prices: each month with its years index, nothing interpolated; empty where a months index is missing',
    item_sek = 'own: Of the actual, items affecting comparability',
    year_end_sek = 'own: Of the actual, postings of the year''s closing (period 13), which December and the year hold; empty where no board''s has come, and of so many boards as year_end_count says',
    year_end_count = 'Closings of the year that boards have delivered in the period: the other boards'' are not in the sum',
    actual_excluding_items_sek = 'Actual without items affecting comparability',
    prior_year_excluding_items_sek = 'Last year without items affecting comparability',
    growth_excluding_items_pct = 'Growth in per cent without items affecting comparability',
    real_growth_excluding_items_pct = 'Real growth without items affecting comparability',
    is_complete = 'own: False while a boards month of the period is missing (the sum is then too small), or the on-cost rate of a line that stands on it, or while unclassified_sek may belong to the line',
    unclassified_sek = 'own: Kronor of the organisation and period without a cost type, booked and budgeted, each account without sign, that may belong to the line or not: the sum lacks up to so much. 0 where none, and where it is known that they belong',
    prior_year_unclassified_sek = 'The same of last years period, whose sum is then not given',
    budget_missing_count = 'own: Budget cells of the period in which no amount is stated, and cells booked on a unit that the board''s budget leaves out'
  ),
  tags (
    'reach: core.cost_line and core.cost_series by organisation_basis, organisation_level, organisation_code'
  ),
  audits (
    month_net_is_gross_and_revenue,
    month_deviation_is_signed,
    month_is_classified,
    month_parts_sum_to_the_whole
  )
);

SELECT
  period.month::DATE AS month,
  period.period_kind::TEXT AS period_kind,
  series.organisation_basis::TEXT AS organisation_basis,
  series.organisation_level::TEXT AS organisation_level,
  series.organisation_code::TEXT AS organisation_code,
  span.organisation_name::TEXT AS organisation_name,
  span.board_code::TEXT AS board_code,
  span.parent_organisation_code::TEXT AS parent_organisation_code,
  span.area_code::TEXT AS area_code,
  series.cost_type_code::TEXT AS cost_type_code,
  series.cost_type_name::TEXT AS cost_type_name,
  series.is_total::BOOLEAN AS is_total,
  series.scope_code::TEXT AS scope_code,
  period.actual_sek::DECIMAL(18, 2) AS actual_sek,
  period.budget_sek::DECIMAL(18, 2) AS budget_sek,
  period.prior_year_sek::DECIMAL(18, 2) AS prior_year_sek,
  reason.sentence_text::TEXT AS prior_year_missing_reason,
  reason.sentence_text_en::TEXT AS prior_year_missing_reason_en,
  CASE WHEN period.is_complete THEN period.actual_sek - period.budget_sek END::DECIMAL(18, 2) AS deviation_sek,
  CASE
    WHEN period.is_complete
    THEN (
      period.actual_sek - period.prior_year_sek
    ) * CASE WHEN series.expected_sign = 1 THEN 1 ELSE -1 END
  END::DECIMAL(18, 2) AS growth_sek,
  CASE WHEN period.has_growth THEN @growth_pct(period.actual_sek, period.prior_sek) END::DECIMAL(18, 2) AS growth_pct,
  series.index_code::TEXT AS index_code,
  CASE WHEN period.has_growth THEN @growth_pct(period.actual_sek, period.prior_priced_sek) END::DECIMAL(18, 2) AS real_growth_pct,
  period.item_sek::DECIMAL(18, 2) AS item_sek,
  period.year_end_sek::DECIMAL(18, 2) AS year_end_sek,
  period.year_end_count::INT AS year_end_count,
  (
    period.actual_sek - period.item_sek
  )::DECIMAL(18, 2) AS actual_excluding_items_sek,
  (
    period.prior_year_sek - period.prior_item_sek
  )::DECIMAL(18, 2) AS prior_year_excluding_items_sek,
  CASE
    WHEN period.has_growth_excluding_items
    THEN @growth_pct(period.actual_sek - period.item_sek, period.prior_sek - period.prior_item_sek)
  END::DECIMAL(18, 2) AS growth_excluding_items_pct,
  CASE
    WHEN period.has_growth_excluding_items
    THEN @growth_pct(period.actual_sek - period.item_sek, period.prior_priced_sek - period.prior_item_priced_sek)
  END::DECIMAL(18, 2) AS real_growth_excluding_items_pct,
  period.is_complete::BOOLEAN AS is_complete,
  period.unclassified_sek::DECIMAL(18, 2) AS unclassified_sek,
  period.prior_unclassified_sek::DECIMAL(18, 2) AS prior_year_unclassified_sek,
  period.missing_count::INT AS missing_month_count,
  period.budget_missing_count::INT AS budget_missing_count,
  period.fiscal_year::INT AS fiscal_year,
  series.is_simulated::BOOLEAN AS is_simulated
FROM core.cost_period AS period
JOIN core.cost_series AS series
  ON series.series_number = period.series_number
JOIN core.organisation_span AS span
  ON span.organisation_basis = series.organisation_basis
  AND span.organisation_level = series.organisation_level
  AND span.organisation_code = series.organisation_code
  AND period.month >= span.month_from
  AND period.month < span.month_until
LEFT JOIN seed.sentence AS reason
  ON period.prior_year_sek IS NULL
  AND reason.sentence_code = CASE
    WHEN period.is_reused
    THEN 'prior_year_code_reused'
    WHEN period.prior_unclassified_sek <> 0
    THEN 'prior_year_unclassified'
    ELSE 'prior_year_not_whole'
  END

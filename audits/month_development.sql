AUDIT (
  name month_region_is_its_boards
);

/* At every level the rows sum to the region, month by month, line by line, to the öre. */
SELECT
  organisation_basis,
  cost_type_code,
  scope_code,
  month,
  organisation_level
FROM (
  SELECT
    organisation_basis,
    cost_type_code,
    scope_code,
    month,
    is_simulated,
    organisation_level,
    SUM(actual_sek) AS level_sek,
    MAX(SUM(CASE WHEN organisation_level = 'region' THEN actual_sek END)) OVER (PARTITION BY organisation_basis, cost_type_code, scope_code, month, is_simulated) AS region_sek
  FROM @this_model
  GROUP BY
    organisation_basis,
    cost_type_code,
    scope_code,
    month,
    is_simulated,
    organisation_level
) AS summed
WHERE
  COALESCE(level_sek, 0) <> COALESCE(region_sek, 0);

AUDIT (
  name month_bases_agree
);

/* The region costs the same on both organisation bases. */
SELECT
  cost_type_code,
  scope_code,
  month
FROM @this_model
WHERE
  organisation_level = 'region'
GROUP BY
  cost_type_code,
  scope_code,
  month,
  is_simulated
HAVING
  COALESCE(SUM(CASE WHEN organisation_basis = 'as_was' THEN actual_sek END), 0) <> COALESCE(SUM(CASE WHEN organisation_basis = 'restated' THEN actual_sek END), 0);

AUDIT (
  name month_net_is_gross_and_revenue
);

/* Net cost is gross cost, revenue and what has no cost type together on every scope (canonical sign), for what is booked, budgeted and last year's. */
SELECT
  organisation_basis,
  organisation_level,
  organisation_code,
  scope_code,
  period_kind,
  month
FROM @this_model
WHERE
  cost_type_code IN ('GROSS_COST', 'REVENUE', @unclassified_code, 'NET_COST')
GROUP BY
  organisation_basis,
  organisation_level,
  organisation_code,
  scope_code,
  period_kind,
  month,
  is_simulated
HAVING
  COALESCE(SUM(CASE WHEN cost_type_code = 'NET_COST' THEN -actual_sek ELSE actual_sek END), 0) <> 0
  OR COALESCE(SUM(CASE WHEN cost_type_code = 'NET_COST' THEN -budget_sek ELSE budget_sek END), 0) <> 0
  OR (
    MAX(prior_year_unclassified_sek) = 0
    AND COALESCE(SUM(CASE WHEN cost_type_code = 'NET_COST' THEN -prior_year_sek ELSE prior_year_sek END), 0) <> 0
  );

AUDIT (
  name month_deviation_is_signed
);

/* A deviation is actual less budget, and there is none while a month is missing. */
SELECT
  *
FROM @this_model
WHERE
  deviation_sek <> actual_sek - budget_sek
  OR (
    NOT is_complete AND NOT deviation_sek IS NULL
  )
  OR (
    NOT is_complete AND NOT growth_pct IS NULL
  );

AUDIT (
  name month_identity_holds
);

/* Growth of gross cost less growth of revenue is growth of net cost, on every scope, what has no cost type with gross cost. */
SELECT
  *
FROM @this_model
WHERE
  (
    is_classified
    AND is_prior_year_classified
    AND COALESCE(gross_cost_growth_sek, 0) + COALESCE(unclassified_growth_sek, 0) - COALESCE(revenue_growth_sek, 0) <> COALESCE(net_cost_growth_sek, 0)
  )
  OR COALESCE(gross_cost_sek, 0) + COALESCE(revenue_sek, 0) + COALESCE(unclassified_sek, 0) <> COALESCE(net_cost_sek, 0);

AUDIT (
  name month_is_classified
);

/* A sum that lacks a cost type says so: it is incomplete, has no deviation and no growth, and where it is last year's, is not given. */
SELECT
  *
FROM @this_model
WHERE
  (
    unclassified_sek <> 0
    AND (
      is_complete OR NOT deviation_sek IS NULL OR NOT growth_sek IS NULL OR NOT growth_pct IS NULL
    )
  )
  OR (
    prior_year_unclassified_sek <> 0 AND NOT prior_year_sek IS NULL
  );

AUDIT (
  name month_parts_sum_to_the_whole
);

/* In every month and on each basis units sum to their areas, units and areas to their boards, and boards to the region, by the place of the month. */
SELECT
  organisation_basis,
  month,
  cost_type_code,
  scope_code,
  step,
  whole_code
FROM (
  SELECT
    organisation_basis,
    month,
    cost_type_code,
    scope_code,
    is_simulated,
    'unit to area' AS step,
    area_code AS whole_code,
    actual_sek,
    budget_sek
  FROM @this_model
  WHERE
    organisation_level = 'unit' AND period_kind = 'month'
  UNION ALL
  SELECT
    organisation_basis,
    month,
    cost_type_code,
    scope_code,
    is_simulated,
    'unit to area',
    organisation_code,
    -actual_sek,
    -budget_sek
  FROM @this_model
  WHERE
    organisation_level = 'area' AND period_kind = 'month'
  UNION ALL
  SELECT
    organisation_basis,
    month,
    cost_type_code,
    scope_code,
    is_simulated,
    'area to board',
    board_code,
    actual_sek,
    budget_sek
  FROM @this_model
  WHERE
    organisation_level = 'area' AND period_kind = 'month'
  UNION ALL
  SELECT
    organisation_basis,
    month,
    cost_type_code,
    scope_code,
    is_simulated,
    'area to board',
    organisation_code,
    -actual_sek,
    -budget_sek
  FROM @this_model
  WHERE
    organisation_level = 'board' AND period_kind = 'month'
  UNION ALL
  SELECT
    organisation_basis,
    month,
    cost_type_code,
    scope_code,
    is_simulated,
    'board to region',
    @region_code,
    actual_sek,
    budget_sek
  FROM @this_model
  WHERE
    organisation_level = 'board' AND period_kind = 'month'
  UNION ALL
  SELECT
    organisation_basis,
    month,
    cost_type_code,
    scope_code,
    is_simulated,
    'board to region',
    organisation_code,
    -actual_sek,
    -budget_sek
  FROM @this_model
  WHERE
    organisation_level = 'region' AND period_kind = 'month'
) AS side
GROUP BY
  organisation_basis,
  month,
  cost_type_code,
  scope_code,
  is_simulated,
  step,
  whole_code
HAVING
  COALESCE(SUM(actual_sek), 0) <> 0 OR COALESCE(SUM(budget_sek), 0) <> 0

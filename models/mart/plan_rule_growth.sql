MODEL (
  name mart.plan_rule_growth,
  kind EMBEDDED,
  grain (rule_code, check_code),
  description 'One row per rule of the plan that limits growth and period (or year without months yet) that mart.plan_rule checks it on',
  column_descriptions (
    check_code = 'own: Period or year',
    board_code = 'own: Board, or RJH for the region',
    document_code = 'own: Plan document that requires it',
    month = 'own: Last month of the period',
    checked_pct = 'own: Growth that was checked',
    limit_pct = 'own: Growth that the rule allows',
    checked_sek = 'own: Cost of the period',
    compared_sek = 'own: Cost of the same period last year',
    limit_sek = 'own: Largest amount that the rule allows',
    income_sek = 'own: Tax and general grants of the period, where the rule is about them',
    income_prior_year_sek = 'own: The same last year',
    verdict = 'own: kept, broken or not_checkable',
    sentence_code = 'own: Why it cannot be checked, by its code'
  ),
  tags (
    'working'
  )
);

WITH summary AS (
  SELECT
    *
  FROM mart.cost_summary
  WHERE
    organisation_basis = 'as_was'
    AND organisation_level IN ('region', 'board')
    AND scope_code = 'without_internal'
    AND period_kind = 'ytd'
), growth AS (
  SELECT
    'net_within_tax_grant' AS rule_code,
    organisation_code AS board_code,
    NULL::TEXT AS document_code,
    fiscal_year,
    month,
    net_cost_growth_pct AS checked_pct,
    tax_grant_growth_pct AS limit_pct,
    net_cost_sek AS checked_sek,
    net_cost_prior_year_sek AS compared_sek,
    tax_grant_sek AS income_sek,
    tax_grant_prior_year_sek AS income_prior_year_sek,
    is_simulated
  FROM summary
  WHERE
    organisation_level = 'region'
  UNION ALL BY NAME
  SELECT
    'net_within_tax_grant_excluding_pharma' AS rule_code,
    organisation_code AS board_code,
    month,
    net_cost_growth_pct AS checked_pct,
    tax_grant_excluding_pharma_growth_pct AS limit_pct,
    net_cost_sek AS checked_sek,
    net_cost_prior_year_sek AS compared_sek,
    tax_grant_excluding_pharma_sek AS income_sek,
    tax_grant_excluding_pharma_prior_year_sek AS income_prior_year_sek,
    is_simulated
  FROM summary
  WHERE
    organisation_level = 'region'
  UNION ALL BY NAME
  SELECT
    'gross_within_target' AS rule_code,
    organisation_code AS board_code,
    month,
    gross_cost_growth_pct AS checked_pct,
    gross_cost_target_growth_pct AS limit_pct,
    gross_cost_sek AS checked_sek,
    gross_cost_prior_year_sek AS compared_sek,
    is_simulated
  FROM summary
  WHERE
    NOT gross_cost_target_growth_pct IS NULL
  UNION ALL BY NAME
  SELECT
    'net_within_target' AS rule_code,
    organisation_code AS board_code,
    month,
    net_cost_growth_pct AS checked_pct,
    net_cost_target_growth_pct AS limit_pct,
    net_cost_sek AS checked_sek,
    net_cost_prior_year_sek AS compared_sek,
    is_simulated
  FROM summary
  WHERE
    NOT net_cost_target_growth_pct IS NULL
  UNION ALL BY NAME
  SELECT
    'gross_within_required_reduction' AS rule_code,
    required.board_code,
    required.document_code,
    required.fiscal_year,
    summary.month,
    summary.gross_cost_growth_pct AS checked_pct,
    required.limit_pct,
    summary.gross_cost_sek AS checked_sek,
    summary.gross_cost_prior_year_sek AS compared_sek,
    COALESCE(summary.is_simulated, required.is_simulated) AS is_simulated
  FROM core.gross_cost_required AS required
  LEFT JOIN summary
    ON summary.organisation_code = required.board_code AND summary.fiscal_year = required.fiscal_year
), limited AS (
  SELECT
    growth.*,
    CASE
      WHEN NOT income_sek IS NULL
      THEN @proportion(compared_sek, income_sek, income_prior_year_sek, 2)::DECIMAL(18, 2)
      ELSE @product(compared_sek, 1 + limit_pct * 0.01)::DECIMAL(18, 2)
    END AS limit_sek
  FROM growth
)
SELECT
  rule_code::TEXT AS rule_code,
  COALESCE('YTD/' || board_code || '/' || month::TEXT, 'PLAN/' || board_code || '/' || fiscal_year::TEXT)::TEXT AS check_code,
  board_code::TEXT AS board_code,
  document_code::TEXT AS document_code,
  month::DATE AS month,
  checked_pct::DECIMAL(18, 2) AS checked_pct,
  limit_pct::DECIMAL(18, 6) AS limit_pct,
  checked_sek::DECIMAL(18, 2) AS checked_sek,
  compared_sek::DECIMAL(18, 2) AS compared_sek,
  limit_sek::DECIMAL(18, 2) AS limit_sek,
  income_sek::DECIMAL(18, 2) AS income_sek,
  income_prior_year_sek::DECIMAL(18, 2) AS income_prior_year_sek,
  CASE
    WHEN checked_pct IS NULL OR limit_sek IS NULL
    THEN 'not_checkable'
    WHEN checked_sek >= limit_sek
    THEN 'kept'
    ELSE 'broken'
  END::TEXT AS verdict,
  CASE
    WHEN month IS NULL
    THEN 'plan_rule_year_not_begun'
    WHEN checked_pct IS NULL OR limit_pct IS NULL
    THEN 'plan_rule_not_whole'
  END::TEXT AS sentence_code,
  is_simulated::BOOLEAN AS is_simulated
FROM limited

MODEL (
  name mart.plan_rule,
  kind FULL,
  owner controlling,
  grain (rule_code, check_code),
  description 'One row per rule of the plan and what it was checked on, with the amounts behind the verdict',
  column_descriptions (
    rule_code = 'Code of the rule',
    check_code = 'What it was checked on: a period, a case number, a file, a document or a check of mart.frame_reconciliation',
    rule_text = 'Rule in Swedish',
    rule_text_en = 'Rule in English',
    board_code = 'Board, or RJH for the region',
    month = 'Last month of the period, or first month of what is checked; empty for the documents',
    verdict = 'kept, broken or not_checkable',
    checked_pct = 'Growth that was checked, in per cent',
    limit_pct = 'Growth that the rule allows, in per cent',
    checked_sek = 'Amount that was checked in kronor',
    compared_sek = 'Amount it was compared with in kronor',
    delivery_id = 'Delivery of the amounts; empty where many take part',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (rule_code, check_code)),
    not_null(columns := (rule_code, check_code)),
    accepted_values(column := verdict, is_in := ('kept', 'broken', 'not_checkable'))
  )
);

WITH region AS (
  SELECT *
  FROM mart.cost_summary
  WHERE organisation_basis = 'as_was' AND organisation_level IN ('region', 'board') AND scope_code = 'without_internal' AND period_kind = 'ytd'
), growth AS (
  SELECT
    'net_within_tax_grant' AS rule_code, 'YTD/' || organisation_code || '/' || CAST(month AS TEXT) AS check_code, organisation_code AS board_code, month,
    net_cost_growth_pct AS checked_pct, tax_grant_growth_pct AS limit_pct, net_cost_sek AS checked_sek, net_cost_prior_year_sek AS compared_sek, is_simulated
  FROM region
  WHERE organisation_level = 'region'
  UNION ALL
  SELECT 'net_within_tax_grant_excluding_pharma', 'YTD/' || organisation_code || '/' || CAST(month AS TEXT), organisation_code, month, net_cost_growth_pct, tax_grant_excluding_pharma_growth_pct, net_cost_sek, net_cost_prior_year_sek, is_simulated
  FROM region
  WHERE organisation_level = 'region'
  UNION ALL
  SELECT 'gross_within_target', 'YTD/' || organisation_code || '/' || CAST(month AS TEXT), organisation_code, month, gross_cost_growth_pct, gross_cost_target_growth_pct, gross_cost_sek, gross_cost_prior_year_sek, is_simulated
  FROM region
  WHERE NOT gross_cost_target_growth_pct IS NULL
  UNION ALL
  SELECT 'net_within_target', 'YTD/' || organisation_code || '/' || CAST(month AS TEXT), organisation_code, month, net_cost_growth_pct, net_cost_target_growth_pct, net_cost_sek, net_cost_prior_year_sek, is_simulated
  FROM region
  WHERE NOT net_cost_target_growth_pct IS NULL
), checked AS (
  SELECT
    rule_code, check_code, board_code, month, checked_pct, limit_pct, checked_sek, compared_sek,
    CASE WHEN checked_pct IS NULL OR limit_pct IS NULL THEN 'not_checkable' WHEN checked_pct <= limit_pct THEN 'kept' ELSE 'broken' END AS verdict,
    CAST(NULL AS TEXT) AS delivery_id, is_simulated
  FROM growth
  UNION ALL
  SELECT
    'transfer_has_both_ends', case_number, MAX(CASE WHEN side_code = 'giving' THEN board_code END), MIN(month), NULL, NULL,
    SUM(CASE WHEN side_code = 'giving' THEN amount_sek END), -SUM(CASE WHEN side_code = 'receiving' THEN amount_sek END),
    CASE WHEN COUNT(DISTINCT side_code) = 2 AND SUM(amount_sek) = 0 THEN 'kept' ELSE 'broken' END,
    MAX(delivery_id), BOOL_OR(is_simulated)
  FROM core.transfer
  GROUP BY case_number
  UNION ALL
  SELECT
    'draft_is_not_adopted', delivery.file_name || '/' || delivery.delivery_id, MAX(budget.board_code), MIN(budget.month), NULL, NULL, SUM(budget.amount_sek), NULL,
    CASE WHEN COALESCE(delivery.status, 'draft') = 'draft' AND MAX(budget.version_rank) > 0 THEN 'broken' ELSE 'kept' END,
    delivery.delivery_id, BOOL_OR(budget.is_simulated)
  FROM core.budget_month AS budget
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = budget.delivery_id
  WHERE budget.is_current
  GROUP BY delivery.delivery_id, delivery.file_name, delivery.status
  UNION ALL
  SELECT
    'draft_is_not_adopted', document.document_code, document.board_code, NULL, NULL, NULL, NULL, NULL,
    CASE WHEN NOT document.is_adopted AND BOOL_OR(COALESCE(delivery.status, 'draft') <> 'draft') THEN 'broken' ELSE 'kept' END,
    document.delivery_id, BOOL_OR(delivery.is_simulated)
  FROM core.document AS document
  JOIN core.delivery AS delivery
    ON delivery.document_code = document.document_code AND delivery.is_current
  GROUP BY document.document_code, document.board_code, document.is_adopted, document.delivery_id
  UNION ALL
  SELECT
    CASE check_kind
      WHEN 'transfer' THEN 'transfer_has_both_ends'
      WHEN 'rule_phase_out' THEN 'moved_is_phased_out'
      WHEN 'rule_compensation' THEN 'cost_is_compensated'
      ELSE 'cost_states_financing'
    END,
    check_code, board_code, NULL, NULL, NULL, stated_amount_sek, computed_amount_sek,
    CASE WHEN verdict IN ('exact', 'rounding') THEN 'kept' WHEN verdict = 'unexplained' THEN 'broken' ELSE 'not_checkable' END,
    NULL, is_simulated
  FROM mart.frame_reconciliation
  WHERE check_kind IN ('transfer', 'rule_phase_out', 'rule_compensation', 'rule_financing') AND NOT document_code IS NULL
)
SELECT
  checked.rule_code::TEXT AS rule_code,
  checked.check_code::TEXT AS check_code,
  rule.rule_text::TEXT AS rule_text,
  rule.rule_text_en::TEXT AS rule_text_en,
  checked.board_code::TEXT AS board_code,
  checked.month::DATE AS month,
  checked.verdict::TEXT AS verdict,
  checked.checked_pct::DECIMAL(18, 2) AS checked_pct,
  checked.limit_pct::DECIMAL(18, 2) AS limit_pct,
  checked.checked_sek::DECIMAL(18, 2) AS checked_sek,
  checked.compared_sek::DECIMAL(18, 2) AS compared_sek,
  checked.delivery_id::TEXT AS delivery_id,
  checked.is_simulated::BOOLEAN AS is_simulated
FROM checked
JOIN seed.month_plan_rule AS rule
  ON rule.rule_code = checked.rule_code

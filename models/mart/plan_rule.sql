MODEL (
  name mart.plan_rule,
  grain (rule_code, check_code),
  description 'One row per rule of the plan and what it was checked on, with the amounts behind the verdict',
  column_descriptions (
    check_code = 'own: What it was checked on: a period, a case number, a file, a document or a check of mart.frame_reconciliation',
    board_code = 'own: Board, or RJH for the region',
    document_code = 'own: Plan document, for what is checked on the documents',
    month = 'own: Last month of the period, or first month of what is checked; empty for a document',
    checked_pct = 'Growth that was checked, in per cent',
    limit_pct = 'Growth that the rule allows, in per cent',
    checked_sek = 'Amount that was checked in kronor; for a document the largest frame that it prints for the year',
    compared_sek = 'Amount it was compared with in kronor: last year, the other end of a transfer, the financing',
    limit_sek = 'Largest amount that the rule allows: last year times the allowed growth',
    excess_sek = 'Checked amount beyond the limit, positive where too much',
    income_sek = 'Tax and general grants of the period, where the rule is about them',
    income_prior_year_sek = 'The same, last year',
    explanation = 'own: Why it cannot be checked, in Swedish',
    delivery_id = 'own: Delivery of the amounts; empty where many take part',
    status = 'own: draft, adopted or revised, of the plan document; a document without a decision paragraph is a draft; empty for what is not checked on a document'
  ),
  audits (
    foreign_key_known("column" := verdict, parent := seed.month_plan_verdict, parent_column := verdict)
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
), required AS (
  SELECT
    board_code,
    fiscal_year,
    document_code,
    MAX(-required_percent) AS limit_pct,
    MAX(delivery_id) AS delivery_id,
    BOOL_OR(is_simulated::BOOLEAN) AS is_simulated
  FROM core.requirement
  WHERE
    is_current AND quantity_text = 'bruttokostnad'
  GROUP BY
    board_code,
    fiscal_year,
    document_code
), growth AS (
  SELECT
    'net_within_tax_grant' AS rule_code,
    organisation_code AS board_code,
    month,
    NULL::TEXT AS document_code,
    net_cost_growth_pct AS checked_pct,
    tax_grant_growth_pct AS limit_pct,
    net_cost_sek AS checked_sek,
    net_cost_prior_year_sek AS compared_sek,
    tax_grant_sek AS income_sek,
    tax_grant_prior_year_sek AS income_prior_year_sek,
    fiscal_year,
    is_simulated
  FROM summary
  WHERE
    organisation_level = 'region'
  UNION ALL
  SELECT
    'net_within_tax_grant_excluding_pharma',
    organisation_code,
    month,
    NULL,
    net_cost_growth_pct,
    tax_grant_excluding_pharma_growth_pct,
    net_cost_sek,
    net_cost_prior_year_sek,
    tax_grant_excluding_pharma_sek,
    tax_grant_excluding_pharma_prior_year_sek,
    fiscal_year,
    is_simulated
  FROM summary
  WHERE
    organisation_level = 'region'
  UNION ALL
  SELECT
    'gross_within_target',
    organisation_code,
    month,
    NULL,
    gross_cost_growth_pct,
    gross_cost_target_growth_pct,
    gross_cost_sek,
    gross_cost_prior_year_sek,
    NULL,
    NULL,
    fiscal_year,
    is_simulated
  FROM summary
  WHERE
    NOT gross_cost_target_growth_pct IS NULL
  UNION ALL
  SELECT
    'net_within_target',
    organisation_code,
    month,
    NULL,
    net_cost_growth_pct,
    net_cost_target_growth_pct,
    net_cost_sek,
    net_cost_prior_year_sek,
    NULL,
    NULL,
    fiscal_year,
    is_simulated
  FROM summary
  WHERE
    NOT net_cost_target_growth_pct IS NULL
  UNION ALL
  SELECT
    'gross_within_required_reduction',
    required.board_code,
    summary.month,
    required.document_code,
    summary.gross_cost_growth_pct,
    required.limit_pct,
    summary.gross_cost_sek,
    summary.gross_cost_prior_year_sek,
    NULL,
    NULL,
    required.fiscal_year,
    COALESCE(summary.is_simulated, required.is_simulated)
  FROM required
  LEFT JOIN summary
    ON summary.organisation_code = required.board_code AND summary.fiscal_year = required.fiscal_year
), document_rule AS (
  SELECT
    'rule_compensation' AS check_kind,
    'cost_is_compensated' AS rule_code
  UNION ALL
  SELECT
    'rule_phase_out',
    'moved_is_phased_out'
  UNION ALL
  SELECT
    'rule_financing',
    'cost_states_financing'
  UNION ALL
  SELECT
    'transfer',
    'transfer_has_both_ends'
), limited AS (
  SELECT
    growth.*,
    CASE
      WHEN NOT income_sek IS NULL
      THEN @proportion(compared_sek, income_sek, income_prior_year_sek, 2)::DECIMAL(18, 2)
      ELSE @product(compared_sek, 1 + limit_pct * 0.01)::DECIMAL(18, 2)
    END AS limit_sek
  FROM growth
), checked AS (
  SELECT
    rule_code,
    COALESCE('YTD/' || board_code || '/' || month::TEXT, 'PLAN/' || board_code || '/' || fiscal_year::TEXT) AS check_code,
    board_code,
    document_code,
    month,
    checked_pct,
    limit_pct,
    checked_sek,
    compared_sek,
    limit_sek,
    income_sek,
    income_prior_year_sek,
    CASE
      WHEN checked_pct IS NULL OR limit_sek IS NULL
      THEN 'not_checkable'
      WHEN checked_sek >= limit_sek
      THEN 'kept'
      ELSE 'broken'
    END AS verdict,
    CASE
      WHEN month IS NULL
      THEN 'Året har inga månader ännu.'
      WHEN checked_pct IS NULL OR limit_pct IS NULL
      THEN 'En månad i perioden eller i fjol saknas, eller ett belopp saknar kostnadsslag.'
    END AS explanation,
    CASE
      WHEN month IS NULL
      THEN 'The year has no months yet.'
      WHEN checked_pct IS NULL OR limit_pct IS NULL
      THEN 'A month of the period or of last year is missing, or an amount has no cost type.'
    END AS explanation_en,
    NULL::TEXT AS delivery_id,
    is_simulated
  FROM limited
  UNION ALL
  SELECT
    'transfer_has_both_ends',
    case_number,
    MAX(CASE WHEN side_code = 'giving' THEN board_code END),
    NULL,
    MIN(month),
    NULL,
    NULL,
    SUM(CASE WHEN side_code = 'giving' THEN amount_sek END),
    -SUM(CASE WHEN side_code = 'receiving' THEN amount_sek END),
    NULL,
    NULL,
    NULL,
    CASE WHEN COUNT(DISTINCT side_code) = 2 AND SUM(amount_sek) = 0 THEN 'kept' ELSE 'broken' END,
    NULL,
    NULL,
    MAX(delivery_id),
    BOOL_OR(is_simulated::BOOLEAN)
  FROM core.transfer
  GROUP BY
    case_number
  UNION ALL
  SELECT
    'draft_is_not_adopted',
    delivery.file_name || '/' || delivery.delivery_id,
    MAX(budget.board_code),
    NULL,
    MIN(budget.month),
    NULL,
    NULL,
    SUM(budget.amount_sek),
    NULL,
    NULL,
    NULL,
    NULL,
    CASE
      WHEN COALESCE(delivery.status, 'draft') = 'draft' AND MAX(budget.version_rank) > 0
      THEN 'broken'
      ELSE 'kept'
    END,
    NULL,
    NULL,
    delivery.delivery_id,
    BOOL_OR(budget.is_simulated::BOOLEAN)
  FROM core.budget_month AS budget
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = budget.delivery_id
  WHERE
    budget.is_current
  GROUP BY
    delivery.delivery_id,
    delivery.file_name,
    delivery.status
  UNION ALL
  SELECT
    'draft_is_not_adopted',
    'FRAME/' || frame.document_code || '/' || frame.fiscal_year::TEXT,
    MAX(frame.board_code),
    frame.document_code,
    NULL,
    NULL,
    NULL,
    MIN(frame.amount_sek),
    NULL,
    NULL,
    NULL,
    NULL,
    CASE
      WHEN MAX(document.status) = 'draft' AND BOOL_OR(frame.is_document_adopted::BOOLEAN)
      THEN 'broken'
      ELSE 'kept'
    END,
    CASE
      WHEN MAX(document.status) = 'draft'
      THEN 'Dokumentet saknar beslutsparagraf och redovisas som förslag.'
    END,
    CASE
      WHEN MAX(document.status) = 'draft'
      THEN 'The document has no decision paragraph and is reported as a draft.'
    END,
    MAX(frame.delivery_id),
    BOOL_OR(frame.is_simulated::BOOLEAN)
  FROM mart.frame AS frame
  JOIN core.document AS document
    ON document.document_code = frame.document_code
  WHERE
    frame.amount_kind = 'frame'
  GROUP BY
    frame.document_code,
    frame.fiscal_year
  UNION ALL
  SELECT
    document_rule.rule_code,
    found.check_code,
    found.board_code,
    found.document_code,
    NULL,
    NULL,
    NULL,
    found.stated_amount_sek,
    found.computed_amount_sek,
    NULL,
    NULL,
    NULL,
    CASE
      WHEN found.verdict IN ('exact', 'rounding', 'within_tolerance')
      THEN 'kept'
      WHEN found.verdict = 'pressure'
      THEN 'pressure'
      WHEN found.verdict = 'unexplained' AND document_rule.rule_code = 'cost_states_financing'
      THEN 'kept' /* financed beyond the cost: a cost beyond its financing is a pressure */
      WHEN found.verdict = 'unexplained'
      THEN 'broken'
      ELSE 'not_checkable'
    END,
    found.explanation || CASE
      WHEN document_rule.rule_code = 'cost_states_financing' AND NOT found.computed_amount_sek IS NULL
      THEN ' Texten är en planeringsförutsättning, inget beslut: regeln gäller den dag det beslutas.'
      ELSE ''
    END,
    found.explanation_en || CASE
      WHEN document_rule.rule_code = 'cost_states_financing' AND NOT found.computed_amount_sek IS NULL
      THEN ' The text is a planning condition, no decision: the rule counts the day it is decided.'
      ELSE ''
    END,
    NULL,
    found.is_simulated
  FROM mart.frame_reconciliation AS found
  JOIN document_rule
    ON document_rule.check_kind = found.check_kind
)
SELECT
  checked.rule_code::TEXT AS rule_code,
  checked.check_code::TEXT AS check_code,
  rule.rule_text::TEXT AS rule_text,
  rule.rule_text_en::TEXT AS rule_text_en,
  checked.board_code::TEXT AS board_code,
  checked.document_code::TEXT AS document_code,
  checked.month::DATE AS month,
  checked.verdict::TEXT AS verdict,
  named.verdict_name::TEXT AS verdict_name,
  named.verdict_name_en::TEXT AS verdict_name_en,
  checked.checked_pct::DECIMAL(18, 2) AS checked_pct,
  checked.limit_pct::DECIMAL(18, 2) AS limit_pct,
  checked.checked_sek::DECIMAL(18, 2) AS checked_sek,
  checked.compared_sek::DECIMAL(18, 2) AS compared_sek,
  checked.limit_sek::DECIMAL(18, 2) AS limit_sek,
  (
    checked.limit_sek - checked.checked_sek
  )::DECIMAL(18, 2) AS excess_sek,
  checked.income_sek::DECIMAL(18, 2) AS income_sek,
  checked.income_prior_year_sek::DECIMAL(18, 2) AS income_prior_year_sek,
  checked.explanation::TEXT AS explanation,
  checked.explanation_en::TEXT AS explanation_en,
  checked.delivery_id::TEXT AS delivery_id,
  checked.is_simulated::BOOLEAN AS is_simulated,
  document.status::TEXT AS status
FROM checked
JOIN seed.month_plan_rule AS rule
  ON rule.rule_code = checked.rule_code
LEFT JOIN core.document AS document
  ON document.document_code = checked.document_code
LEFT JOIN seed.month_plan_verdict AS named
  ON named.verdict = checked.verdict

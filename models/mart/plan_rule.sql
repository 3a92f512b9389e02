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
    foreign_key_known("column" := verdict, parent := seed.plan_verdict, parent_column := verdict)
  )
);

WITH document_rule AS (
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
), checked AS (
  SELECT
    growth.*,
    NULL::TEXT AS explanation,
    NULL::TEXT AS explanation_en,
    NULL::TEXT AS delivery_id
  FROM mart.plan_rule_growth AS growth
  UNION ALL BY NAME
  SELECT
    'transfer_has_both_ends' AS rule_code,
    case_number AS check_code,
    board_code,
    month,
    checked_sek,
    compared_sek,
    verdict,
    delivery_id,
    is_simulated
  FROM core.plan_rule_transfer
  UNION ALL BY NAME
  SELECT
    'draft_is_not_adopted' AS rule_code,
    draft.*
  FROM core.plan_rule_draft AS draft
  UNION ALL BY NAME
  SELECT
    rule.rule_code,
    found.check_code,
    found.board_code,
    found.document_code,
    found.stated_amount_sek AS checked_sek,
    found.computed_amount_sek AS compared_sek,
    CASE
      WHEN found.verdict IN ('exact', 'rounding', 'within_tolerance')
      THEN 'kept'
      WHEN found.verdict = 'pressure'
      THEN 'pressure'
      WHEN found.verdict = 'unexplained' AND rule.rule_code = 'cost_states_financing'
      THEN 'kept' /* financed beyond the cost: a cost beyond its financing is a pressure */
      WHEN found.verdict = 'unexplained'
      THEN 'broken'
      ELSE 'not_checkable'
    END AS verdict,
    found.explanation,
    found.explanation_en,
    CASE
      WHEN rule.rule_code = 'cost_states_financing' AND NOT found.computed_amount_sek IS NULL
      THEN 'plan_rule_condition'
    END AS sentence_code,
    found.is_simulated
  FROM mart.frame_reconciliation AS found
  JOIN document_rule AS rule
    ON rule.check_kind = found.check_kind
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
  NULLIF(CONCAT_WS(' ', checked.explanation, said.sentence_text), '')::TEXT AS explanation,
  NULLIF(CONCAT_WS(' ', checked.explanation_en, said.sentence_text_en), '')::TEXT AS explanation_en,
  checked.delivery_id::TEXT AS delivery_id,
  checked.is_simulated::BOOLEAN AS is_simulated,
  document.status::TEXT AS status
FROM checked
JOIN seed.plan_rule AS rule
  ON rule.rule_code = checked.rule_code
LEFT JOIN core.document AS document
  ON document.document_code = checked.document_code
LEFT JOIN seed.plan_verdict AS named
  ON named.verdict = checked.verdict
LEFT JOIN seed.sentence AS said
  ON said.sentence_code = checked.sentence_code

MODEL (
  name core.plan_rule_draft,
  kind EMBEDDED,
  grain (
    check_code
  ),
  description 'One row per delivered budget, and per year of a plan document''s frames, as mart.plan_rule checks it: what is a draft counts as no more',
  column_descriptions (
    check_code = 'own: File and delivery of a budget, or document and year of a frame',
    month = 'own: First month of the budget',
    checked_sek = 'own: Sum of the budget, or the largest frame that the document prints for the year',
    verdict = 'own: kept or broken',
    sentence_code = 'own: Why, by its code; empty where nothing is to be said'
  ),
  tags (
    'working'
  )
);

SELECT
  (
    delivery.file_name || '/' || delivery.delivery_id
  )::TEXT AS check_code,
  MAX(budget.board_code)::TEXT AS board_code,
  NULL::TEXT AS document_code,
  MIN(budget.month)::DATE AS month,
  SUM(budget.amount_sek)::DECIMAL(18, 2) AS checked_sek,
  CASE
    WHEN COALESCE(delivery.status, 'draft') = 'draft' AND MAX(budget.version_rank) > 0
    THEN 'broken'
    ELSE 'kept'
  END::TEXT AS verdict,
  NULL::TEXT AS sentence_code,
  delivery.delivery_id::TEXT AS delivery_id,
  BOOL_OR(budget.is_simulated::BOOLEAN)::BOOLEAN AS is_simulated
FROM core.budget_month AS budget
JOIN core.delivery AS delivery
  ON delivery.delivery_id = budget.delivery_id
WHERE
  budget.is_current
GROUP BY
  delivery.delivery_id,
  delivery.file_name,
  delivery.status
UNION ALL BY NAME
SELECT
  (
    'FRAME/' || frame.document_code || '/' || frame.fiscal_year::TEXT
  )::TEXT AS check_code,
  MAX(frame.board_code)::TEXT AS board_code,
  frame.document_code::TEXT AS document_code,
  MIN(frame.amount_sek)::DECIMAL(18, 2) AS checked_sek,
  CASE
    WHEN MAX(document.status) = 'draft' AND BOOL_OR(document.is_adopted::BOOLEAN)
    THEN 'broken'
    ELSE 'kept'
  END::TEXT AS verdict,
  CASE WHEN MAX(document.status) = 'draft' THEN 'plan_rule_draft' END::TEXT AS sentence_code,
  MAX(frame.delivery_id)::TEXT AS delivery_id,
  BOOL_OR(frame.is_simulated::BOOLEAN)::BOOLEAN AS is_simulated
FROM core.stated_amount AS frame
JOIN core.document AS document
  ON document.document_code = frame.document_code
WHERE
  frame.amount_kind = 'frame' AND frame.is_current
GROUP BY
  frame.document_code,
  frame.fiscal_year

MODEL (
  name core.rule_cell,
  kind EMBEDDED,
  grain (check_code, side, statement_code),
  description 'One row per rule that the documents state for changes and for financing × side × statement',
  column_descriptions (
    check_family = 'own: What made the check, see core.reconciliation_cell'
  )
);

SELECT
  CASE check_kind WHEN 'transfer' THEN 'transfer' ELSE 'rule' END AS check_family,
  check_code,
  'stated' AS side,
  statement_code,
  1 AS coefficient
FROM core.frame_change_rule
UNION ALL
SELECT
  'transfer',
  check_code,
  'computed',
  statement_code,
  1
FROM core.frame_change_rule
WHERE
  check_kind = 'transfer' AND is_inside_board
UNION ALL
SELECT
  'rule',
  'FINANCING/' || document_code || '/' || row_number::TEXT,
  CASE WHEN amount_kind = 'planning_condition' THEN 'stated' ELSE 'computed' END,
  statement_code,
  1
FROM core.stated_amount
WHERE
  table_code = 'planning_condition' AND is_current AND NOT amount_sek IS NULL

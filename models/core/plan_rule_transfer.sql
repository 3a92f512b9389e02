MODEL (
  name core.plan_rule_transfer,
  kind EMBEDDED,
  grain (
    case_number
  ),
  description 'One row per transfer decision (case number) as mart.plan_rule checks it: it has a giving and a receiving board, and sums to zero',
  column_descriptions (
    board_code = 'own: Board that gives',
    month = 'own: First month that it holds for',
    checked_sek = 'own: What the giving board gives',
    compared_sek = 'own: What the receiving board receives, with the giver''s sign',
    verdict = 'own: kept or broken'
  ),
  tags (
    'working'
  )
);

SELECT
  case_number::TEXT AS case_number,
  MAX(CASE WHEN side_code = 'giving' THEN board_code END)::TEXT AS board_code,
  MIN(month)::DATE AS month,
  SUM(CASE WHEN side_code = 'giving' THEN amount_sek END)::DECIMAL(18, 2) AS checked_sek,
  (
    -SUM(CASE WHEN side_code = 'receiving' THEN amount_sek END)
  )::DECIMAL(18, 2) AS compared_sek,
  CASE WHEN COUNT(DISTINCT side_code) = 2 AND SUM(amount_sek) = 0 THEN 'kept' ELSE 'broken' END::TEXT AS verdict,
  MAX(delivery_id)::TEXT AS delivery_id,
  BOOL_OR(is_simulated::BOOLEAN)::BOOLEAN AS is_simulated
FROM core.transfer
GROUP BY
  case_number

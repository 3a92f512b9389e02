MODEL (
  name core.cost_month,
  grain (delivery_id, unit_code, account_code, month, is_year_end),
  description 'One row per delivered version, month, unit and account of the ledger; a year''s closing apart from its December',
  column_descriptions (
    board_code = 'own: Board whose file the postings came in'
  ),
  audits (
    month_sum_is_conserved(parent := core.ledger_entry),
    month_unclassified_is_small(largest_share := 0.01),
    month_account_has_cost_type
  )
);

SELECT
  entry.delivery_id::TEXT AS delivery_id,
  entry.month::DATE AS month,
  entry.is_year_end::BOOLEAN AS is_year_end,
  entry.board_code::TEXT AS board_code,
  entry.unit_code::TEXT AS unit_code,
  entry.account_code::TEXT AS account_code,
  entry.cost_type_code::TEXT AS cost_type_code,
  SUM(entry.amount_sek)::DECIMAL(18, 2) AS amount_sek,
  COUNT(*)::INT AS entry_count,
  entry.known_from::DATE AS known_from,
  entry.known_to::DATE AS known_to,
  entry.is_current::BOOLEAN AS is_current,
  entry.is_simulated::BOOLEAN AS is_simulated
FROM core.ledger_entry AS entry
GROUP BY
  entry.delivery_id,
  entry.month,
  entry.is_year_end,
  entry.board_code,
  entry.unit_code,
  entry.account_code,
  entry.cost_type_code,
  entry.known_from,
  entry.known_to,
  entry.is_current,
  entry.is_simulated

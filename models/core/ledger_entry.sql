MODEL (
  name core.ledger_entry,
  grain (delivery_id, row_number),
  tags (
    'grain may repeat: the lake numbers the rows; to sort the whole ledger for it would double its cost'
  ),
  description 'One row per posting of the ledger, in every version that was delivered',
  column_descriptions (
    board_code = 'own: Board whose file the posting came in',
    cost_type_code = 'own: Cost type of the account; the unclassified one where the chart of accounts does not know it'
  )
);

SELECT
  entry.delivery_id::TEXT AS delivery_id,
  entry.row_number::INT AS row_number,
  entry.month::DATE AS month,
  entry.is_year_end::BOOLEAN AS is_year_end,
  origin.board_code::TEXT AS board_code,
  COALESCE(former.unit_code, entry.unit_code)::TEXT AS unit_code,
  entry.account_code::TEXT AS account_code,
  COALESCE(account.cost_type_code, @unclassified_code)::TEXT AS cost_type_code,
  entry.activity_code::TEXT AS activity_code,
  entry.project_code::TEXT AS project_code,
  COALESCE(counterparty.unit_code, entry.counterparty_code)::TEXT AS counterparty_code,
  entry.voucher_number::TEXT AS voucher_number,
  entry.voucher_on::DATE AS voucher_on,
  entry.entry_text::TEXT AS entry_text,
  entry.amount_sek::DECIMAL(18, 2) AS amount_sek,
  delivery.known_from::DATE AS known_from,
  delivery.known_to::DATE AS known_to,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.ledger AS entry
JOIN core.delivery AS delivery
  ON delivery.delivery_id = entry.delivery_id
JOIN staging.month_delivery AS origin
  ON origin.delivery_id = entry.delivery_id
LEFT JOIN core.account_cost_type AS account
  ON account.account_code = entry.account_code
  AND entry.month >= account.valid_from
  AND entry.month <= account.valid_to
LEFT JOIN core.unit_former AS former
  ON former.register_code = entry.unit_code
  AND entry.month >= former.first_on
  AND entry.month < former.until_on
LEFT JOIN core.unit_former AS counterparty
  ON counterparty.register_code = entry.counterparty_code
  AND entry.month >= counterparty.first_on
  AND entry.month < counterparty.until_on
WHERE
  entry.row_kind = 'data'

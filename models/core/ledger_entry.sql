MODEL (
  name core.ledger_entry,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per posting of the ledger, in every version that was delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    month = 'Month, as its first day',
    board_code = 'Board whose file the posting came in',
    unit_code = 'Code of the unit (ansvar)',
    account_code = 'Account of the ledger',
    cost_type_code = 'Cost type of the account; UNCLASSIFIED where the chart of accounts does not know it',
    activity_code = 'Activity (verksamhet)',
    project_code = 'Project; empty for running operations',
    counterparty_code = 'Counterparty: unit code for internal trade',
    voucher_number = 'Number of the voucher',
    voucher_on = 'Date of the voucher',
    entry_text = 'Text of the posting',
    amount_sek = 'Amount in kronor, revenue + and cost −',
    known_from = 'Day the delivery became known',
    known_to = 'Day a newer version became known; empty for the current',
    is_current = 'True when no newer version is known',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    not_null(columns := (delivery_id, row_number))
  )
);

SELECT
  entry.delivery_id::TEXT AS delivery_id,
  entry.row_number::INTEGER AS row_number,
  entry.month::DATE AS month,
  origin.board_code::TEXT AS board_code,
  entry.unit_code::TEXT AS unit_code,
  entry.account_code::TEXT AS account_code,
  COALESCE(account.cost_type_code, 'UNCLASSIFIED')::TEXT AS cost_type_code,
  entry.activity_code::TEXT AS activity_code,
  entry.project_code::TEXT AS project_code,
  entry.counterparty_code::TEXT AS counterparty_code,
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
LEFT JOIN core.account AS account
  ON account.account_code = entry.account_code
WHERE entry.row_kind = 'data'

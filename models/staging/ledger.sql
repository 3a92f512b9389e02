MODEL (
  name staging.ledger,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per posting of the ledger as delivered, in canonical sign',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    month = 'Month, as its first day',
    account_code = 'Account of the ledger',
    unit_code = 'Code of the unit (ansvar)',
    activity_code = 'Activity (verksamhet)',
    project_code = 'Project; empty for running operations',
    counterparty_code = 'Counterparty: unit code for internal trade',
    voucher_number = 'Number of the voucher',
    voucher_on = 'Date of the voucher',
    entry_text = 'Text of the posting',
    amount_sek = 'Amount in kronor, revenue + and cost −; the ledger delivers debit (cost) positive, so the sign is turned'
  ),
  audits (
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.ledger)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.period::DATE AS month,
  source.account_code::TEXT AS account_code,
  source.unit_code::TEXT AS unit_code,
  source.activity_code::TEXT AS activity_code,
  source.project_code::TEXT AS project_code,
  source.counterparty_code::TEXT AS counterparty_code,
  source.voucher_number::TEXT AS voucher_number,
  source.voucher_on::DATE AS voucher_on,
  source.entry_text::TEXT AS entry_text,
  @to_sek(source.amount, 1, -1)::DECIMAL(18, 2) AS amount_sek
FROM lake.ledger AS source

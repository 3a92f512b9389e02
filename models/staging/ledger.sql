MODEL (
  name staging.ledger,
  kind VIEW,
  grain (delivery_id, row_number),
  tags (
    'grain may repeat: the lake numbers the rows; to sort the whole ledger for it would double its cost'
  ),
  description 'One row per posting of the ledger as delivered, in canonical sign',
  column_descriptions (
    amount_sek = 'own: Amount in kronor, revenue + and cost −; unit and sign of the delivery are its contract''s'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.ledger)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  DATE_TRUNC('MONTH', source.period)::DATE AS month,
  (
    EXTRACT(DAY FROM source.period) = 31
  )::BOOLEAN AS is_year_end,
  source.account_code::TEXT AS account_code,
  source.unit_code::TEXT AS unit_code,
  source.activity_code::TEXT AS activity_code,
  source.project_code::TEXT AS project_code,
  source.counterparty_code::TEXT AS counterparty_code,
  source.voucher_number::TEXT AS voucher_number,
  source.voucher_on::DATE AS voucher_on,
  source.entry_text::TEXT AS entry_text,
  @lean_to_sek(source.amount, ledger)::DECIMAL(18, 2) AS amount_sek
FROM lake.ledger AS source

MODEL (
  name core.tax_grant,
  grain (month, item_code),
  tags (
    'delivered rows differ: lines of the tax statement are summed to items'
  ),
  description 'One row per month and kind of tax or general grant',
  column_descriptions (
    item_code = 'as tax_or_grant'
  )
);

SELECT
  tax.month::DATE AS month,
  tax.item_code::TEXT AS item_code,
  tax.amount_sek::DECIMAL(18, 2) AS amount_sek,
  tax.delivery_id::TEXT AS delivery_id,
  tax.row_number::INT AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.tax_grant_month AS tax
JOIN core.delivery AS delivery
  ON delivery.delivery_id = tax.delivery_id AND delivery.is_current
WHERE
  tax.row_kind = 'data' AND tax.item_code IN ('TAX', 'GENERAL_GRANT', 'PHARMA_GRANT')

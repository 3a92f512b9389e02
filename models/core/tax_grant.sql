MODEL (
  name core.tax_grant,
  kind FULL,
  owner controlling,
  grain (month, item_code),
  description 'One row per month and kind of tax or general grant',
  column_descriptions (
    month = 'Month, as its first day',
    item_code = 'TAX, GENERAL_GRANT or PHARMA_GRANT',
    amount_sek = 'Amount in kronor, revenue + and cost −',
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (month, item_code)),
    not_null(columns := (month, item_code))
  )
);

SELECT
  tax.month::DATE AS month,
  tax.item_code::TEXT AS item_code,
  tax.amount_sek::DECIMAL(18, 2) AS amount_sek,
  tax.delivery_id::TEXT AS delivery_id,
  tax.row_number::INTEGER AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.tax_grant_month AS tax
JOIN core.delivery AS delivery
  ON delivery.delivery_id = tax.delivery_id AND delivery.is_current
WHERE tax.row_kind = 'data'

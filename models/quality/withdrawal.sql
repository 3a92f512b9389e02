MODEL (
  name quality.withdrawal,
  grain (
    withdrawal_number
  ),
  description 'One row per time a person took a delivery out of what counts, or put it back',
  column_descriptions (
    withdrawal_number = 'Order of the withdrawals and restorations, from 1; the latest of a delivery holds',
    delivery_id = 'as delivery',
    is_withdrawn = 'True where it was taken out, false where it was put back',
    withdrawn_by = 'Who takes the responsibility',
    withdrawn_on = 'The day'
  ),
  audits (
    not_null(columns := (delivery_id, is_withdrawn, withdrawn_by, reason, withdrawn_on))
  )
);

SELECT
  withdrawal.withdrawal_number::INT AS withdrawal_number,
  withdrawal.delivery_id::TEXT AS delivery_id,
  delivery.file_name::TEXT AS file_name,
  withdrawal.is_withdrawn::BOOLEAN AS is_withdrawn,
  withdrawal.withdrawn_by::TEXT AS withdrawn_by,
  withdrawal.reason::TEXT AS reason,
  withdrawal.withdrawn_on::DATE AS withdrawn_on
FROM lake.withdrawal AS withdrawal
LEFT JOIN core.delivery AS delivery
  ON delivery.delivery_id = withdrawal.delivery_id

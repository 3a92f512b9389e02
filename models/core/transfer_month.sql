MODEL (
  name core.transfer_month,
  grain (board_code, month),
  description 'One row per board and month of the year that a transfer between boards holds for: a twelfth of each',
  column_descriptions (
    transfer_sek = 'own: What the month''s frame has been moved by, in kronor'
  ),
  tags (
    'working'
  )
);

SELECT
  transfer.board_code::TEXT AS board_code,
  calendar.month::DATE AS month,
  SUM(@quotient(transfer.amount_sek, 12, 2)::DECIMAL(18, 2))::DECIMAL(18, 2) AS transfer_sek
FROM core.transfer AS transfer
JOIN seed.calendar AS first_month
  ON first_month.month = transfer.month
JOIN seed.calendar AS calendar
  ON calendar.month_index BETWEEN first_month.month_index AND first_month.month_index + 11
GROUP BY
  transfer.board_code,
  calendar.month

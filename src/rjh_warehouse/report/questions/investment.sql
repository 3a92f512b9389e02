SELECT
  investment.investment_code, investment.board_code, investment.fiscal_year, investment.object_name,
  investment.unit_label, investment.investment_kind_text, investment.amount_sek, investment.document_code,
  investment.is_simulated, delivery.file_name, investment.sheet, investment.row_number, investment.column_name
FROM mart.investment AS investment
LEFT JOIN quality.delivery AS delivery ON delivery.delivery_id = investment.delivery_id
WHERE investment.fiscal_year = CAST(EXTRACT(YEAR FROM $month) AS INTEGER)
  AND ($board = $region OR investment.board_code = $board)
ORDER BY investment.board_code, investment.amount_sek, investment.investment_code

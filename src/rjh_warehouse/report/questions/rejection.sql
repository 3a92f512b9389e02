SELECT delivery_id, contract_code, file_name, sheet, row_number, column_name, reason, reason_en, is_simulated
FROM quality.rejection
WHERE is_current
ORDER BY contract_code, file_name, row_number, column_name

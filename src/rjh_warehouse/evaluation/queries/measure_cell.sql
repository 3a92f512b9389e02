SELECT measure_code, is_simulated, slice_kind, unit_code, account_code, start_month, last_month, is_shared,
  counter_measure_codes
FROM core.measure_slice_cell
ORDER BY unit_code, account_code

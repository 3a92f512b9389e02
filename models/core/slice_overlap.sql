MODEL (
  name core.slice_overlap,
  kind FULL,
  owner controlling,
  grain (measure_code, other_measure_code, unit_code, account_code, is_simulated),
  description 'One row per pair of measures, unit and account that both effect slices hold; the rule: a krona that two measures claim is attributed to none',
  column_descriptions (
    measure_code = 'Code of the measure',
    other_measure_code = 'The measure that claims the same cell, later in the alphabet',
    unit_code = 'Code of the unit (ansvar)',
    account_code = 'Account of the ledger',
    from_month = 'First month in which both claim it',
    booked_sek = 'Booked on the cell from that month: attributed to none',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (measure_code, other_measure_code, unit_code, account_code, is_simulated)),
    not_null(columns := (measure_code, other_measure_code, unit_code, account_code, is_simulated)),
    slice_overlap
  )
);

SELECT
  cell.measure_code::TEXT AS measure_code,
  other.measure_code::TEXT AS other_measure_code,
  cell.unit_code::TEXT AS unit_code,
  cell.account_code::TEXT AS account_code,
  GREATEST(cell.start_month, other.start_month)::DATE AS from_month,
  SUM(booked.amount_sek)::DECIMAL(18, 2) AS booked_sek,
  cell.is_simulated::BOOLEAN AS is_simulated
FROM core.measure_slice_cell AS cell
JOIN core.measure_slice_cell AS other
  ON other.unit_code = cell.unit_code AND other.account_code = cell.account_code AND other.is_simulated = cell.is_simulated
  AND other.slice_kind = 'effect' AND other.measure_code > cell.measure_code
LEFT JOIN core.slice_account_month AS booked
  ON booked.unit_code = cell.unit_code AND booked.account_code = cell.account_code AND booked.is_simulated = cell.is_simulated
  AND booked.month >= GREATEST(cell.start_month, other.start_month)
WHERE cell.slice_kind = 'effect'
GROUP BY cell.measure_code, other.measure_code, cell.unit_code, cell.account_code, cell.is_simulated, GREATEST(cell.start_month, other.start_month)

MODEL (
  name core.measure_slice_cell,
  kind FULL,
  owner controlling,
  grain (measure_code, slice_kind, unit_code, account_code, is_simulated),
  description 'One row per measure, kind, unit and account that its slice holds, with the number of measures that claim the same cell',
  column_descriptions (
    measure_code = 'Code of the measure',
    slice_kind = 'effect or counter',
    unit_code = 'Code of the unit (ansvar)',
    account_code = 'Account of the ledger',
    start_month = 'First month of effect, as its first day',
    claim_count = 'Measures whose effect slice holds the cell',
    is_shared = 'True where another measure''s effect slice holds the same cell: its kronor are attributed to none of them',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (measure_code, slice_kind, unit_code, account_code, is_simulated)),
    not_null(columns := (measure_code, slice_kind, unit_code, account_code, is_simulated))
  )
);

WITH cell AS (
  SELECT
    slice.measure_code, slice.slice_kind, slice.unit_code, account.account_code, slice.is_simulated,
    MIN(slice.start_month) AS start_month
  FROM core.measure_slice AS slice
  JOIN core.account AS account
    ON account.account_code BETWEEN slice.account_from AND slice.account_to AND account.is_simulated = slice.is_simulated
  GROUP BY slice.measure_code, slice.slice_kind, slice.unit_code, account.account_code, slice.is_simulated
), claim AS (
  SELECT unit_code, account_code, is_simulated, COUNT(DISTINCT measure_code) AS claim_count
  FROM cell
  WHERE slice_kind = 'effect'
  GROUP BY unit_code, account_code, is_simulated
)
SELECT
  cell.measure_code::TEXT AS measure_code,
  cell.slice_kind::TEXT AS slice_kind,
  cell.unit_code::TEXT AS unit_code,
  cell.account_code::TEXT AS account_code,
  cell.start_month::DATE AS start_month,
  COALESCE(claim.claim_count, 0)::INTEGER AS claim_count,
  (cell.slice_kind = 'effect' AND claim.claim_count > 1)::BOOLEAN AS is_shared,
  cell.is_simulated::BOOLEAN AS is_simulated
FROM cell
LEFT JOIN claim
  ON claim.unit_code = cell.unit_code AND claim.account_code = cell.account_code AND claim.is_simulated = cell.is_simulated

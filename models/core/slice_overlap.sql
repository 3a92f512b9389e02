MODEL (
  name core.slice_overlap,
  grain (unit_code, account_code, is_simulated),
  description 'One row per unit and account that the effect slices of two or more measures hold, so that a sum counts no krona twice; the rule: a krona that several measures claim is attributed to none of them, in any month',
  column_descriptions (
    claim_count = 'own: Measures that claim the cell, two or more',
    measure_codes = 'Their codes in alphabetic order',
    from_month = 'First month in which two of them claim it',
    booked_sek = 'own: Booked on the cell from that month, once: attributed to none'
  ),
  audits (not_null(columns := (
      measure_codes
  )), slice_overlap)
);

WITH claim AS (
  SELECT
    measure_code,
    unit_code,
    account_code,
    start_month,
    is_simulated,
    ROW_NUMBER() OVER (PARTITION BY unit_code, account_code, is_simulated ORDER BY start_month, measure_code) AS place
  FROM core.measure_slice_cell
  WHERE
    is_shared AND slice_kind = 'effect'
), cell AS (
  SELECT
    unit_code,
    account_code,
    is_simulated,
    COUNT(*) AS claim_count,
    LISTAGG(measure_code, ', '
    ORDER BY
      measure_code) AS measure_codes,
    MAX(CASE WHEN place = 2 THEN start_month END) AS from_month
  FROM claim
  GROUP BY
    unit_code,
    account_code,
    is_simulated
), booked AS (
  SELECT
    cell.unit_code,
    cell.account_code,
    cell.is_simulated,
    SUM(month.amount_sek) AS booked_sek
  FROM cell
  JOIN core.slice_account_month AS month
    ON month.unit_code = cell.unit_code
    AND month.account_code = cell.account_code
    AND month.is_simulated = cell.is_simulated
    AND month.month >= cell.from_month
  GROUP BY
    cell.unit_code,
    cell.account_code,
    cell.is_simulated
)
SELECT
  cell.unit_code::TEXT AS unit_code,
  cell.account_code::TEXT AS account_code,
  cell.claim_count::INT AS claim_count,
  cell.measure_codes::TEXT AS measure_codes,
  cell.from_month::DATE AS from_month,
  booked.booked_sek::DECIMAL(18, 2) AS booked_sek,
  cell.is_simulated::BOOLEAN AS is_simulated
FROM cell
LEFT JOIN booked
  ON booked.unit_code = cell.unit_code
  AND booked.account_code = cell.account_code
  AND booked.is_simulated = cell.is_simulated

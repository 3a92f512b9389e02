MODEL (
  name core.measure_slice_month,
  grain (measure_code, slice_kind, month, is_simulated),
  description 'One row per measure, kind of slice and month: what is booked on its slice, and how much of it is attributed to none since another measure claims it',
  column_descriptions (
    last_month = 'own: Last month of effect of a measure that was cancelled in time; empty while it goes on',
    booked_sek = 'own: Booked on the whole slice, revenue + and cost −',
    shared_sek = 'Of it, cells that an effect slice holds too: attributed to none, in all months; of a counter-slice no evidence',
    own_sek = 'The rest: what the measure''s evaluation reads',
    own_item_sek = 'Of the rest, items affecting comparability',
    own_unit_count = 'Units with the month among the measure''s own cells',
    slice_unit_count = 'Units among the measure''s own cells in any month',
    is_complete = 'own: True where every unit of the slice has the month'
  ),
  audits (
    slice_month_sums_from_ledger
  )
);

WITH unit AS (
  SELECT
    cell.measure_code,
    cell.slice_kind,
    cell.is_simulated,
    COUNT(DISTINCT CASE WHEN NOT cell.is_shared THEN cell.unit_code END) AS unit_count
  FROM core.measure_slice_cell AS cell
  JOIN core.slice_account_month AS booked
    ON booked.unit_code = cell.unit_code
    AND booked.account_code = cell.account_code
    AND booked.is_simulated = cell.is_simulated
  GROUP BY
    cell.measure_code,
    cell.slice_kind,
    cell.is_simulated
)
SELECT
  cell.measure_code::TEXT AS measure_code,
  cell.slice_kind::TEXT AS slice_kind,
  booked.month::DATE AS month,
  MIN(cell.start_month)::DATE AS start_month,
  MIN(cell.last_month)::DATE AS last_month,
  SUM(booked.amount_sek)::DECIMAL(18, 2) AS booked_sek,
  SUM(CASE WHEN cell.is_shared THEN booked.amount_sek ELSE 0 END)::DECIMAL(18, 2) AS shared_sek,
  SUM(CASE WHEN cell.is_shared THEN 0 ELSE booked.amount_sek END)::DECIMAL(18, 2) AS own_sek,
  SUM(CASE WHEN cell.is_shared THEN 0 ELSE booked.item_sek END)::DECIMAL(18, 2) AS own_item_sek,
  COUNT(DISTINCT CASE WHEN NOT cell.is_shared THEN cell.unit_code END)::INT AS own_unit_count,
  MAX(unit.unit_count)::INT AS slice_unit_count,
  (
    COUNT(DISTINCT CASE WHEN NOT cell.is_shared THEN cell.unit_code END) = MAX(unit.unit_count)
  )::BOOLEAN AS is_complete,
  cell.is_simulated::BOOLEAN AS is_simulated
FROM core.measure_slice_cell AS cell
JOIN core.slice_account_month AS booked
  ON booked.unit_code = cell.unit_code
  AND booked.account_code = cell.account_code
  AND booked.is_simulated = cell.is_simulated
JOIN unit
  ON unit.measure_code = cell.measure_code
  AND unit.slice_kind = cell.slice_kind
  AND unit.is_simulated = cell.is_simulated
GROUP BY
  cell.measure_code,
  cell.slice_kind,
  booked.month,
  cell.is_simulated

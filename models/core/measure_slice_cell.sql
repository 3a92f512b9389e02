MODEL (
  name core.measure_slice_cell,
  grain (measure_code, slice_kind, unit_code, account_code, is_simulated),
  description 'One row per measure, kind, unit and account that its slice holds, with the months in which it claims the cell and the number of measures that claim it then; a measure cancelled before its start claims none',
  column_descriptions (
    start_month = 'own: First month of effect, as its first day: by the register of measures, else the slice''s own',
    last_month = 'own: Last month of effect of a measure that was cancelled in time; empty while it goes on, and for one that was taken up again, which claims the months between too',
    claim_count = 'own: Measures whose effect slice holds the cell in some of the months',
    is_shared = 'True where an effect slice holds the same cell in some of the months: another measure''s, and for a counter-slice any measure''s. Between effect slices its kronor are attributed to none; of a counter-slice it is no evidence',
    counter_measure_codes = 'Of a counter-slice''s cell: the other measures whose counter-slice holds it in some of the same months, in alphabetic order; a rise there is the same krona for all, attributed to none. Empty where none does'
  )
);

WITH cell AS (
  SELECT
    slice.measure_code,
    slice.slice_kind,
    slice.unit_code,
    account.account_code,
    slice.is_simulated,
    MIN(COALESCE(measure.start_month, slice.start_month)) AS start_month,
    MIN(ended.last_month) AS last_month
  FROM core.measure_slice AS slice
  JOIN core.account AS account
    ON account.account_code BETWEEN slice.account_from AND slice.account_to
    AND account.is_simulated = slice.is_simulated
  LEFT JOIN core.measure_registered AS measure
    ON measure.measure_code = slice.measure_code
    AND measure.is_simulated = slice.is_simulated
    AND measure.is_current
  LEFT JOIN core.measure_end AS ended
    ON ended.measure_code = slice.measure_code
    AND ended.is_simulated = slice.is_simulated
    AND ended.resumed_on IS NULL
  WHERE
    NOT COALESCE(ended.is_never_started, FALSE)
  GROUP BY
    slice.measure_code,
    slice.slice_kind,
    slice.unit_code,
    account.account_code,
    slice.is_simulated
), claim AS (
  SELECT
    cell.measure_code,
    cell.slice_kind,
    cell.unit_code,
    cell.account_code,
    cell.is_simulated,
    COUNT(*) AS claim_count,
    SUM(CASE WHEN cell.slice_kind = 'effect' AND effect.measure_code = cell.measure_code THEN 0 ELSE 1 END) AS other_count
  FROM cell
  JOIN cell AS effect
    ON effect.slice_kind = 'effect'
    AND effect.unit_code = cell.unit_code
    AND effect.account_code = cell.account_code
    AND effect.is_simulated = cell.is_simulated
    AND (
      cell.last_month IS NULL OR effect.start_month <= cell.last_month
    )
    AND (
      effect.last_month IS NULL OR cell.start_month <= effect.last_month
    )
  GROUP BY
    cell.measure_code,
    cell.slice_kind,
    cell.unit_code,
    cell.account_code,
    cell.is_simulated
), counter AS (
  SELECT
    cell.measure_code,
    cell.unit_code,
    cell.account_code,
    cell.is_simulated,
    LISTAGG(other.measure_code, ', '
    ORDER BY
      other.measure_code) AS measure_codes
  FROM cell
  JOIN cell AS other
    ON other.slice_kind = 'counter'
    AND other.measure_code <> cell.measure_code
    AND other.unit_code = cell.unit_code
    AND other.account_code = cell.account_code
    AND other.is_simulated = cell.is_simulated
    AND (
      cell.last_month IS NULL OR other.start_month <= cell.last_month
    )
    AND (
      other.last_month IS NULL OR cell.start_month <= other.last_month
    )
  WHERE
    cell.slice_kind = 'counter'
  GROUP BY
    cell.measure_code,
    cell.unit_code,
    cell.account_code,
    cell.is_simulated
)
SELECT
  cell.measure_code::TEXT AS measure_code,
  cell.slice_kind::TEXT AS slice_kind,
  cell.unit_code::TEXT AS unit_code,
  cell.account_code::TEXT AS account_code,
  cell.start_month::DATE AS start_month,
  cell.last_month::DATE AS last_month,
  COALESCE(claim.claim_count, 0)::INT AS claim_count,
  (
    COALESCE(claim.other_count, 0) > 0
  )::BOOLEAN AS is_shared,
  counter.measure_codes::TEXT AS counter_measure_codes,
  cell.is_simulated::BOOLEAN AS is_simulated
FROM cell
LEFT JOIN claim
  ON claim.measure_code = cell.measure_code
  AND claim.slice_kind = cell.slice_kind
  AND claim.unit_code = cell.unit_code
  AND claim.account_code = cell.account_code
  AND claim.is_simulated = cell.is_simulated
LEFT JOIN counter
  ON cell.slice_kind = 'counter'
  AND counter.measure_code = cell.measure_code
  AND counter.unit_code = cell.unit_code
  AND counter.account_code = cell.account_code
  AND counter.is_simulated = cell.is_simulated

MODEL (
  name core.measure_slice,
  kind FULL,
  owner controlling,
  grain (measure_code, slice_kind, unit_code, account_from, is_simulated),
  description 'One row per measure, kind, unit and range of accounts in the current register of slices, with the day its outcome was first known',
  column_descriptions (
    measure_code = 'Code of the measure',
    slice_kind = 'effect: where the measure is to be seen; counter: where a moved cost would be seen',
    unit_code = 'Code of the unit (ansvar)',
    board_code = 'Board of the unit; empty where the register does not know the unit',
    account_from = 'First account of the range',
    account_to = 'Last account of the range',
    start_month = 'First month of effect, as its first day',
    registered_on = 'Day that the slice was registered, as stated',
    known_from = 'Day the delivery with the slice became known: a registration cannot be proved earlier',
    outcome_known_on = 'Day that the ledger of the first month of effect (or a later one) was first known for the unit''s board; empty while none is',
    is_registered_late = 'True where the slice was registered on or after the day its outcome was known',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1'
  ),
  audits (
    unique_combination_of_columns(columns := (measure_code, slice_kind, unit_code, account_from, is_simulated)),
    not_null(columns := (measure_code, slice_kind, unit_code, account_from, is_simulated)),
    foreign_key_known(column := unit_code, parent := core.unit, parent_column := unit_code),
    slice_registered_late
  )
);

WITH outcome AS (
  SELECT slice.delivery_id, slice.row_number, MIN(ledger.first_known_on) AS outcome_known_on
  FROM staging.measure_slice AS slice
  JOIN core.unit AS unit
    ON unit.unit_code = slice.unit_code AND unit.is_last
  JOIN core.ledger_month AS ledger
    ON ledger.board_code = unit.board_code AND ledger.month >= slice.start_month
  GROUP BY slice.delivery_id, slice.row_number
)
SELECT
  source.measure_code::TEXT AS measure_code,
  source.slice_kind::TEXT AS slice_kind,
  source.unit_code::TEXT AS unit_code,
  unit.board_code::TEXT AS board_code,
  source.account_from::TEXT AS account_from,
  source.account_to::TEXT AS account_to,
  source.start_month::DATE AS start_month,
  source.registered_on::DATE AS registered_on,
  delivery.known_from::DATE AS known_from,
  outcome.outcome_known_on::DATE AS outcome_known_on,
  COALESCE(source.registered_on >= outcome.outcome_known_on, FALSE)::BOOLEAN AS is_registered_late,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number
FROM staging.measure_slice AS source
JOIN core.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id AND delivery.is_current
LEFT JOIN core.unit AS unit
  ON unit.unit_code = source.unit_code AND unit.is_last AND unit.is_simulated = delivery.is_simulated
LEFT JOIN outcome
  ON outcome.delivery_id = source.delivery_id AND outcome.row_number = source.row_number
WHERE source.row_kind = 'data'

MODEL (
  name core.measure_slice,
  grain (measure_code, slice_kind, unit_code, account_from, is_simulated),
  description 'One row per measure, kind, unit and range of accounts in the current register of slices, with the day its outcome was first known',
  column_descriptions (
    board_code = 'own: Board of the unit; empty where the register does not know the unit',
    start_month = 'own: First month of effect as the register of slices states it; the evaluation uses the measure''s own, in core.measure_start',
    registered_on = 'own: Day that the slice was registered, as stated',
    held_from = 'Day from which the measure''s slice has been as it is: the stated day, or the day a later version that added, changed or dropped cells became known',
    outcome_known_on = 'own: Day that the ledger of the measure''s first month of effect (by the register of measures, else the slice''s own; or a later month) was first known for the unit''s board; empty while none is',
    is_registered_late = 'True where the slice was registered, or changed, on or after the day its outcome was known'
  ),
  audits (
    foreign_key_known("column" := unit_code, parent := core.unit, parent_column := unit_code),
    slice_registered_late
  )
);

WITH held AS (
  SELECT
    *
  FROM core.measure_slice_held
), outcome AS (
  SELECT
    held.delivery_id,
    held.row_number,
    MIN(ledger.first_known_on) AS outcome_known_on
  FROM held
  JOIN core.unit AS unit
    ON unit.unit_code = held.identity_code AND unit.is_last AND unit.is_simulated = held.is_simulated
  LEFT JOIN core.measure_registered AS measure
    ON measure.measure_code = held.measure_code
    AND measure.is_simulated = held.is_simulated
    AND measure.is_current
  JOIN core.ledger_month AS ledger
    ON ledger.board_code = unit.board_code
    AND ledger.month >= COALESCE(measure.start_month, held.start_month)
    AND ledger.is_simulated = held.is_simulated
  GROUP BY
    held.delivery_id,
    held.row_number
)
SELECT
  held.measure_code::TEXT AS measure_code,
  held.slice_kind::TEXT AS slice_kind,
  held.identity_code::TEXT AS unit_code,
  unit.board_code::TEXT AS board_code,
  held.account_from::TEXT AS account_from,
  held.account_to::TEXT AS account_to,
  held.start_month::DATE AS start_month,
  held.registered_at::DATE AS registered_on,
  held.known_from::DATE AS known_from,
  held.held_from::DATE AS held_from,
  outcome.outcome_known_on::DATE AS outcome_known_on,
  COALESCE(held.held_from >= outcome.outcome_known_on, FALSE)::BOOLEAN AS is_registered_late,
  held.is_simulated::BOOLEAN AS is_simulated,
  held.delivery_id::TEXT AS delivery_id,
  held.sheet::TEXT AS sheet,
  held.row_number::INT AS row_number
FROM held
LEFT JOIN core.unit AS unit
  ON unit.unit_code = held.identity_code AND unit.is_last AND unit.is_simulated = held.is_simulated
LEFT JOIN outcome
  ON outcome.delivery_id = held.delivery_id AND outcome.row_number = held.row_number

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

WITH version AS (
  SELECT
    slice.delivery_id,
    slice.measure_code,
    slice.slice_kind,
    slice.unit_code,
    slice.account_from,
    slice.account_to,
    slice.start_month,
    delivery.known_from,
    delivery.known_to,
    delivery.is_current,
    delivery.is_simulated
  FROM staging.measure_slice AS slice
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = slice.delivery_id AND NOT delivery.version_number IS NULL
  WHERE
    slice.row_kind = 'data'
), first_of_row AS (
  SELECT
    measure_code,
    slice_kind,
    unit_code,
    account_from,
    account_to,
    start_month,
    is_simulated,
    MIN(known_from) AS known_from
  FROM version
  GROUP BY
    measure_code,
    slice_kind,
    unit_code,
    account_from,
    account_to,
    start_month,
    is_simulated
), first_of_measure AS (
  SELECT
    measure_code,
    is_simulated,
    MIN(known_from) AS known_from
  FROM version
  GROUP BY
    measure_code,
    is_simulated
), dropped AS (
  SELECT
    old.measure_code,
    old.is_simulated,
    MAX(old.known_to) AS dropped_on
  FROM version AS old
  LEFT JOIN version AS now
    ON now.is_current
    AND now.measure_code = old.measure_code
    AND now.slice_kind = old.slice_kind
    AND now.unit_code = old.unit_code
    AND now.account_from = old.account_from
    AND now.account_to = old.account_to
    AND now.start_month = old.start_month
    AND now.is_simulated = old.is_simulated
  WHERE
    now.measure_code IS NULL
  GROUP BY
    old.measure_code,
    old.is_simulated
), held AS (
  SELECT
    source.*,
    COALESCE(former.unit_code, source.unit_code) AS identity_code,
    delivery.known_from,
    delivery.is_simulated,
    GREATEST(
      source.registered_at,
      CASE
        WHEN first_of_row.known_from > first_of_measure.known_from
        THEN first_of_row.known_from
        ELSE source.registered_at
      END,
      COALESCE(dropped.dropped_on, source.registered_at)
    ) AS held_from
  FROM staging.measure_slice AS source
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = source.delivery_id AND delivery.is_current
  LEFT JOIN core.unit_former AS former
    ON former.register_code = source.unit_code
    AND source.start_month >= former.first_on
    AND source.start_month < former.until_on
  LEFT JOIN first_of_row
    ON first_of_row.measure_code = source.measure_code
    AND first_of_row.slice_kind = source.slice_kind
    AND first_of_row.unit_code = source.unit_code
    AND first_of_row.account_from = source.account_from
    AND first_of_row.account_to = source.account_to
    AND first_of_row.start_month = source.start_month
    AND first_of_row.is_simulated = delivery.is_simulated
  LEFT JOIN first_of_measure
    ON first_of_measure.measure_code = source.measure_code
    AND first_of_measure.is_simulated = delivery.is_simulated
  LEFT JOIN dropped
    ON dropped.measure_code = source.measure_code AND dropped.is_simulated = delivery.is_simulated
  WHERE
    source.row_kind = 'data'
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

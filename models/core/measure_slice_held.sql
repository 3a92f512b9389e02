MODEL (
  name core.measure_slice_held,
  kind EMBEDDED,
  grain (delivery_id, row_number),
  description 'One row per row of the register of slices that counts, with the day from which the measure''s slice has been as it is',
  column_descriptions (
    unit_code = 'own: Unit as the register has it',
    identity_code = 'Code of the unit for all time',
    held_from = 'own: Day from which the slice of the measure has been as it is: the stated day, or the day a later version that added, changed or dropped cells became known',
    start_month = 'own: First month of effect as the register of slices states it'
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
)
SELECT
  source.delivery_id,
  source.sheet,
  source.row_number,
  source.row_kind,
  source.measure_code,
  source.slice_kind,
  source.unit_code,
  source.account_from,
  source.account_to,
  source.start_month,
  source.registered_at,
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

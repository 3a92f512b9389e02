MODEL (
  name core.unit,
  grain (unit_code, valid_from),
  description 'One row per unit and period of validity in the current register. A code that was given to another unit stands for two units: core.unit_former has the first',
  column_descriptions (
    unit_code = 'own: Identity of the unit: its code; where the code was given to another unit later, the code, @ and its last day',
    reused_from = 'First day of a unit that took over the code of another: what the code stood for before is not comparable; empty for the rest',
    is_last = 'own: True for the units last period of validity'
  ),
  audits (
    month_validity_does_not_overlap
  )
);

WITH identified AS (
  SELECT
    register.*,
    delivery.is_simulated,
    COALESCE(former.unit_code, register.unit_code) AS identity_code
  FROM staging.unit_register AS register
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = register.delivery_id AND delivery.is_current
  LEFT JOIN core.unit_former AS former
    ON former.register_code = register.unit_code
    AND register.valid_from >= former.first_on
    AND register.valid_from < former.until_on
  WHERE
    register.row_kind = 'data'
), begun AS (
  SELECT
    identity_code,
    MIN(valid_from) AS begins_on
  FROM identified
  GROUP BY
    identity_code
)
SELECT
  identified.identity_code::TEXT AS unit_code,
  identified.valid_from::DATE AS valid_from,
  identified.valid_to::DATE AS valid_to,
  identified.unit_code::TEXT AS register_code,
  identified.unit_name::TEXT AS unit_name,
  identified.department_code::TEXT AS department_code,
  identified.department_name::TEXT AS department_name,
  identified.area_code::TEXT AS area_code,
  identified.area_name::TEXT AS area_name,
  identified.board_code::TEXT AS board_code,
  before.until_on::DATE AS reused_from,
  (
    ROW_NUMBER() OVER (PARTITION BY identified.identity_code ORDER BY identified.valid_from DESC) = 1
  )::BOOLEAN AS is_last,
  identified.delivery_id::TEXT AS delivery_id,
  identified.row_number::INT AS row_number,
  identified.is_simulated::BOOLEAN AS is_simulated
FROM identified
JOIN begun
  ON begun.identity_code = identified.identity_code
LEFT JOIN core.unit_former AS before
  ON before.register_code = identified.unit_code AND before.until_on = begun.begins_on

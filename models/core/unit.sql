MODEL (
  name core.unit,
  grain (unit_code, valid_from),
  description 'One row per unit and period of validity in the current register',
  column_descriptions (
    is_last = 'own: True for the units last period of validity'
  ),
  audits (
    month_validity_does_not_overlap
  )
);

SELECT
  register.unit_code::TEXT AS unit_code,
  register.valid_from::DATE AS valid_from,
  register.valid_to::DATE AS valid_to,
  register.unit_name::TEXT AS unit_name,
  register.department_code::TEXT AS department_code,
  register.department_name::TEXT AS department_name,
  register.area_code::TEXT AS area_code,
  register.area_name::TEXT AS area_name,
  register.board_code::TEXT AS board_code,
  (
    ROW_NUMBER() OVER (PARTITION BY register.unit_code ORDER BY register.valid_from DESC) = 1
  )::BOOLEAN AS is_last,
  register.delivery_id::TEXT AS delivery_id,
  register.row_number::INT AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.unit_register AS register
JOIN core.delivery AS delivery
  ON delivery.delivery_id = register.delivery_id AND delivery.is_current
WHERE
  register.row_kind = 'data'

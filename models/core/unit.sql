MODEL (
  name core.unit,
  kind FULL,
  owner controlling,
  grain (unit_code, valid_from),
  description 'One row per unit and period of validity in the current register',
  column_descriptions (
    unit_code = 'Code of the unit (ansvar)',
    valid_from = 'First day of validity',
    valid_to = 'Last day of validity; empty while valid',
    unit_name = 'Name of the unit',
    department_code = 'Code of the department',
    department_name = 'Name of the department',
    area_code = 'Code of the area',
    area_name = 'Name of the area',
    board_code = 'Board',
    is_last = 'True for the units last period of validity',
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (unit_code, valid_from)),
    not_null(columns := (unit_code, valid_from)),
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
  (ROW_NUMBER() OVER (PARTITION BY register.unit_code ORDER BY register.valid_from DESC) = 1)::BOOLEAN AS is_last,
  register.delivery_id::TEXT AS delivery_id,
  register.row_number::INTEGER AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.unit_register AS register
JOIN core.delivery AS delivery
  ON delivery.delivery_id = register.delivery_id AND delivery.is_current
WHERE register.row_kind = 'data'

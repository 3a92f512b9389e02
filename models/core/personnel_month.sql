MODEL (
  name core.personnel_month,
  kind FULL,
  owner controlling,
  grain (unit_code, month),
  description 'One row per unit and month of the personnel system',
  column_descriptions (
    unit_code = 'Code of the unit (ansvar)',
    month = 'Month, as its first day',
    own_fte = 'Own full-time equivalents; empty with the other figures where they are under five',
    hired_fte = 'Hired full-time equivalents',
    sick_hours = 'Sick hours',
    worked_hours = 'Worked hours',
    is_too_few = 'True where the figures are about so few that they are not shown; no sum of them is published',
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (unit_code, month)),
    not_null(columns := (unit_code, month))
  )
);

SELECT
  personnel.unit_code::TEXT AS unit_code,
  personnel.month::DATE AS month,
  CASE WHEN personnel.own_fte >= 5 THEN personnel.own_fte END::DECIMAL(18, 2) AS own_fte,
  CASE WHEN personnel.own_fte >= 5 THEN personnel.hired_fte END::DECIMAL(18, 2) AS hired_fte,
  CASE WHEN personnel.own_fte >= 5 THEN personnel.sick_hours END::DECIMAL(18, 2) AS sick_hours,
  CASE WHEN personnel.own_fte >= 5 THEN personnel.worked_hours END::DECIMAL(18, 2) AS worked_hours,
  COALESCE(personnel.own_fte < 5, FALSE)::BOOLEAN AS is_too_few,
  personnel.delivery_id::TEXT AS delivery_id,
  personnel.row_number::INTEGER AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.personnel_month AS personnel
JOIN core.delivery AS delivery
  ON delivery.delivery_id = personnel.delivery_id AND delivery.is_current
WHERE personnel.row_kind = 'data'

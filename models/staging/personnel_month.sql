MODEL (
  name staging.personnel_month,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per unit and month of the personnel system',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    unit_code = 'Code of the unit (ansvar)',
    month = 'Month, as its first day',
    own_fte = 'Own full-time equivalents',
    hired_fte = 'Hired full-time equivalents',
    sick_hours = 'Sick hours',
    worked_hours = 'Worked hours'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.personnel_month)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_code::TEXT AS unit_code,
  source.month::DATE AS month,
  source.own_fte::DECIMAL(18, 2) AS own_fte,
  source.hired_fte::DECIMAL(18, 2) AS hired_fte,
  source.sick_hours::DECIMAL(18, 2) AS sick_hours,
  source.worked_hours::DECIMAL(18, 2) AS worked_hours
FROM lake.personnel_month AS source

MODEL (
  name staging.unit_register,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per unit and period of validity as delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    unit_code = 'Code of the unit (ansvar)',
    unit_name = 'Name of the unit',
    department_code = 'Code of the department',
    department_name = 'Name of the department',
    area_code = 'Code of the area',
    area_name = 'Name of the area',
    board_code = 'Board',
    valid_from = 'First day of validity',
    valid_to = 'Last day of validity; empty while valid'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.unit_register)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_code::TEXT AS unit_code,
  source.unit_name::TEXT AS unit_name,
  source.department_code::TEXT AS department_code,
  source.department_name::TEXT AS department_name,
  source.area_code::TEXT AS area_code,
  source.area_name::TEXT AS area_name,
  source.board_code::TEXT AS board_code,
  source.valid_from::DATE AS valid_from,
  source.valid_to::DATE AS valid_to
FROM lake.unit_register AS source

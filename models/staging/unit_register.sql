MODEL (
  name staging.unit_register,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per unit and period of validity as delivered, open ends as days',
  column_descriptions (
    valid_from = 'own: First day of validity; 0001-01-01 from the beginning'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.unit_register)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_code::TEXT AS unit_code,
  source.unit_name::TEXT AS unit_name,
  source.department_code::TEXT AS department_code,
  source.department_name::TEXT AS department_name,
  source.area_code::TEXT AS area_code,
  source.area_name::TEXT AS area_name,
  source.board_code::TEXT AS board_code,
  COALESCE(source.valid_from, '0001-01-01'::DATE)::DATE AS valid_from,
  source.valid_to::DATE AS valid_to
FROM lake.unit_register AS source

MODEL (
  name staging.personnel_month,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per unit and month of the personnel system',
  column_descriptions (own_fte = 'own: Own full-time equivalents', hired_fte = 'own: Hired full-time equivalents'),
  audits (
    row_count_matches_lake(lake_table := lake.personnel_month)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_code::TEXT AS unit_code,
  source.month::DATE AS month,
  source.own_fte::DECIMAL(18, 2) AS own_fte,
  source.hired_fte::DECIMAL(18, 2) AS hired_fte,
  source.sick_hours::DECIMAL(18, 2) AS sick_hours,
  source.worked_hours::DECIMAL(18, 2) AS worked_hours
FROM lake.personnel_month AS source

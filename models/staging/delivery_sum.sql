MODEL (
  name staging.delivery_sum,
  kind VIEW,
  grain (delivery_id, table_name, column_name),
  description 'One row per delivery, table and column of decimals that counts, and one for the number of rows: as recorded when it was loaded, and as the lake gives it now',
  column_descriptions (
    table_name = 'own: The table that the rows are in',
    column_name = 'own: The column that is added up; (rows) for the number of rows',
    recorded = 'Sum or number in the delivery''s record',
    in_lake = 'Sum or number of the rows that this build reads'
  ),
  audits (row_count_matches_lake(lake_table := lake.delivery_sum), sums_are_the_records)
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.table_name::TEXT AS table_name,
  source.column_name::TEXT AS column_name,
  source.recorded::DECIMAL(38, 6) AS recorded,
  source.in_lake::DECIMAL(38, 6) AS in_lake
FROM lake.delivery_sum AS source

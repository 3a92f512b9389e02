MODEL (
  name staging.lean_amount,
  kind VIEW,
  grain (contract_code, table_name, column_name),
  description 'One row per amount of a contract whose rows do not say their unit and sign',
  column_descriptions (
    table_name = 'own: The table of the contract',
    column_name = 'own: The column of the amount',
    factor = 'own: Kronor of one, turned where the contract has cost positive'
  ),
  tags (
    'working'
  )
);

SELECT
  contract_code::TEXT AS contract_code,
  table_name::TEXT AS table_name,
  column_name::TEXT AS column_name,
  factor::INT AS factor
FROM @lean_amounts() AS lean(contract_code, table_name, column_name, factor)

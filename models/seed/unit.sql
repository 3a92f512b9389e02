MODEL (
  name seed.unit,
  kind SEED (
    path '../../seeds/unit.csv'
  ),
  owner controlling,
  columns (
    unit_code TEXT,
    unit_name TEXT,
    unit_name_en TEXT,
    factor DECIMAL(9, 0)
  ),
  grain (unit_code),
  description 'One row per unit of money',
  column_descriptions (
    unit_code = 'kr, tkr or mkr',
    unit_name = 'Name in Swedish',
    unit_name_en = 'Name in English',
    factor = 'Kronor per unit'
  ),
  audits (
    unique_combination_of_columns(columns := (unit_code)),
    not_null(columns := (unit_code))
  )
);

MODEL (
  name seed.unit,
  kind SEED (
    path '../../seeds/register/unit.csv'
  ),
  columns (
    unit_code TEXT,
    unit_name TEXT,
    unit_name_en TEXT,
    factor DECIMAL(9, 0)
  ),
  grain (
    unit_code
  ),
  description 'One row per unit of money',
  column_descriptions (
    unit_code = 'own: kr, tkr or mkr',
    unit_name = 'own: Name in Swedish',
    unit_name_en = 'Name in English',
    factor = 'own: Kronor per unit'
  )
)

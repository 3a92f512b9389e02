MODEL (
  name seed.published_unit,
  kind SEED (
    path '../../seeds/published/published_unit.csv'
  ),
  columns (
    unit_key TEXT,
    unit_kind TEXT,
    money_unit TEXT,
    factor BIGINT
  ),
  grain (
    unit_key
  ),
  description 'One row per unit as the record prints it: what it counts and how much one of it is',
  column_descriptions (
    unit_key = 'own: Unit as printed, by its letters alone',
    unit_kind = 'own: money, percent, points, tax_rate, hours, days or count',
    money_unit = 'own: kr, tkr, mkr or mdkr; empty where it is not money',
    factor = 'own: Kronor of one; 1 where it is not money'
  )
)

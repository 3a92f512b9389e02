MODEL (
  name seed.indicator_unit,
  kind SEED (
    path '../../seeds/target/indicator_unit.csv'
  ),
  columns (
    unit_key TEXT,
    is_person_count BOOLEAN,
    share_base INT,
    reason TEXT
  ),
  grain (
    unit_key
  ),
  description 'One row per unit of an indicator: whether it counts persons, gives a share of them, or (money, time, a quantity) neither. A value in any other unit, or in none, is taken to count persons until the unit is declared here',
  column_descriptions (
    unit_key = 'Unit as delivered, in lower-case letters, digits and % only',
    is_person_count = 'own: True where the value counts persons or their cases',
    share_base = 'own: What the value is a share of where all the persons behind it are counted: 100 in per cent, 1000 per thousand, 1 as a fraction; empty where it is no share'
  ),
  audits (
    not_null(columns := (
      is_person_count
    ))
  )
)

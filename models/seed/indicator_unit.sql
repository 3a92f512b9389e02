MODEL (
  name seed.indicator_unit,
  kind SEED (
    path '../../seeds/indicator_unit.csv'
  ),
  owner controlling,
  columns (
    unit_key TEXT,
    is_person_count BOOLEAN,
    is_person_share BOOLEAN,
    reason TEXT
  ),
  grain (unit_key),
  description 'One row per unit in which an indicator that no plan defines counts persons, or gives a share of them',
  column_descriptions (
    unit_key = 'Unit as delivered, in lower-case letters, digits and % only',
    is_person_count = 'True where the value counts persons or their cases',
    is_person_share = 'True where the value is a per cent of the persons behind it',
    reason = 'Why'
  ),
  audits (
    unique_combination_of_columns(columns := (unit_key)),
    not_null(columns := (unit_key, is_person_count, is_person_share))
  )
);

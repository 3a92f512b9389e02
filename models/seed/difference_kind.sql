MODEL (
  name seed.difference_kind,
  kind SEED (
    path '../../seeds/check/difference_kind.csv'
  ),
  columns (
    difference_kind TEXT,
    difference_kind_name TEXT,
    difference_kind_name_en TEXT
  ),
  grain (
    difference_kind
  ),
  description 'One row per kind of difference between two stated amounts',
  column_descriptions (
    difference_kind = 'own: Code of the kind'
  )
)

MODEL (
  name seed.delivery_check_kind,
  kind SEED (
    path '../../seeds/check/delivery_check_kind.csv'
  ),
  columns (
    check_kind TEXT,
    difference_kind TEXT,
    is_absence_zero BOOLEAN,
    label TEXT,
    label_en TEXT
  ),
  grain (
    check_kind
  ),
  description 'One row per kind of check on the months',
  column_descriptions (
    check_kind = 'own: Code of the kind',
    label = 'own: Sentence in Swedish',
    label_en = 'own: Sentence in English'
  )
)

MODEL (
  name seed.frame_change_kind,
  kind SEED (
    path '../../seeds/plan/frame_change_kind.csv'
  ),
  columns (
    change_kind TEXT,
    change_kind_name TEXT,
    change_kind_name_en TEXT,
    default_direction INT,
    note TEXT
  ),
  grain (
    change_kind
  ),
  description 'One row per kind of frame change',
  column_descriptions (
    change_kind = 'own: Code of the kind',
    change_kind_name = 'Kind in Swedish',
    change_kind_name_en = 'Kind in English',
    default_direction = '+1 when the kind adds to the frame where the text gives no direction, 0 when it does not change it; empty when nothing is assumed',
    note = 'own: How it is counted'
  )
)

MODEL (
  name seed.published_relation_kind,
  kind SEED (
    path '../../seeds/published/published_relation_kind.csv'
  ),
  columns (
    kind_code TEXT,
    difference_kind TEXT,
    kind_name TEXT,
    kind_name_en TEXT
  ),
  grain (
    kind_code
  ),
  description 'One row per kind of relation between published figures',
  column_descriptions (kind_name = 'Name in Swedish', kind_name_en = 'Name in English')
)

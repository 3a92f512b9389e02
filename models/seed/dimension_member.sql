MODEL (
  name seed.dimension_member,
  kind SEED (
    path '../../seeds/register/dimension_member.csv'
  ),
  columns (
    dimension TEXT,
    member_code TEXT,
    member_name TEXT,
    member_name_en TEXT,
    member_kind TEXT,
    reason TEXT
  ),
  grain (dimension, member_code),
  description 'One row per code that stands for what a dimension has no member for',
  column_descriptions (
    dimension = 'organisation, account or cost_type',
    member_code = 'Code that published tables have in its place',
    member_name = 'In Swedish',
    member_name_en = 'In English',
    reason = 'own: What it stands for'
  )
)

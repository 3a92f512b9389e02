MODEL (
  name seed.follow_up_part,
  kind SEED (
    path '../../seeds/target/follow_up_part.csv'
  ),
  columns (
    part_code TEXT,
    part_name TEXT,
    part_name_en TEXT,
    sort_order INT
  ),
  grain (
    part_code
  ),
  description 'One row per part that a follow-up of an indicator holds, by the plan',
  column_descriptions (
    part_code = 'as part',
    part_name = 'own: Part in Swedish',
    part_name_en = 'own: Part in English'
  )
)

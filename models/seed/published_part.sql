MODEL (
  name seed.published_part,
  kind SEED (
    path '../../seeds/published/published_part.csv'
  ),
  columns (
    parent_code TEXT,
    part_code TEXT,
    through_code TEXT,
    reason TEXT
  ),
  grain (parent_code, part_code),
  description 'One row per measure and part that the texts list of it',
  column_descriptions (
    parent_code = 'Measure that is the sum',
    part_code = 'own: Measure that is a part',
    through_code = 'Part that holds it already: where that is printed too, this one is not counted; empty: none'
  )
)

MODEL (
  name seed.target_region,
  kind SEED (
    path '../../seeds/target/target_region.csv'
  ),
  columns (
    municipality_code TEXT,
    region_name TEXT,
    region_kind TEXT
  ),
  grain (
    municipality_code
  ),
  description 'One row per region of Kolada, and the nation',
  column_descriptions (
    municipality_code = 'own: Kolada''s id of the region; the leading zeros of its four digits are put back where it is read',
    region_name = 'Name',
    region_kind = 'own, region or nation'
  )
)

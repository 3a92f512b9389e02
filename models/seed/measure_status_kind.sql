MODEL (
  name seed.measure_status_kind,
  kind SEED (
    path '../../seeds/measure/measure_status_kind.csv'
  ),
  columns (
    status_text TEXT,
    status_code TEXT,
    sort_order INT,
    status_name TEXT,
    status_name_en TEXT,
    is_end BOOLEAN
  ),
  grain (
    status_text
  ),
  description 'One row per status of a measure',
  column_descriptions (
    status_text = 'own: Status as the registers write it',
    sort_order = 'own: Place in the life of a measure; a later status has a higher number',
    status_name = 'own: Name in Swedish',
    status_name_en = 'own: Name in English',
    is_end = 'True where no status follows'
  )
)

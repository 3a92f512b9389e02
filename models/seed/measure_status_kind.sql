MODEL (
  name seed.measure_status_kind,
  kind SEED (
    path '../../seeds/measure_status_kind.csv'
  ),
  owner controlling,
  columns (
    status_text TEXT,
    status_code TEXT,
    sort_order INTEGER,
    status_name TEXT,
    status_name_en TEXT,
    is_end BOOLEAN
  ),
  grain (status_text),
  description 'One row per status of a measure',
  column_descriptions (
    status_text = 'Status as the registers write it',
    status_code = 'Code of the status',
    sort_order = 'Place in the life of a measure; a later status has a higher number',
    status_name = 'Name in Swedish',
    status_name_en = 'Name in English',
    is_end = 'True where no status follows'
  ),
  audits (
    unique_combination_of_columns(columns := (status_text)),
    not_null(columns := (status_text))
  )
);

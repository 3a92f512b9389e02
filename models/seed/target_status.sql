MODEL (
  name seed.target_status,
  kind SEED (
    path '../../seeds/target_status.csv'
  ),
  owner controlling,
  columns (
    status_code TEXT,
    status_name TEXT,
    status_name_en TEXT,
    is_judged BOOLEAN
  ),
  grain (status_code),
  description 'One row per status of a target',
  column_descriptions (
    status_code = 'Code of the status',
    status_name = 'Status in Swedish',
    status_name_en = 'Status in English',
    is_judged = 'True when outcome and target could be compared'
  ),
  audits (
    unique_combination_of_columns(columns := (status_code)),
    not_null(columns := (status_code))
  )
);

MODEL (
  name seed.target_status,
  kind SEED (
    path '../../seeds/target/target_status.csv'
  ),
  columns (
    status_code TEXT,
    status_name TEXT,
    status_name_en TEXT,
    is_judged BOOLEAN
  ),
  grain (
    status_code
  ),
  description 'One row per status of a target',
  column_descriptions (
    is_judged = 'True when outcome and target could be compared'
  )
)

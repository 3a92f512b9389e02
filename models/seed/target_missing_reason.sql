MODEL (
  name seed.target_missing_reason,
  kind SEED (
    path '../../seeds/target_missing_reason.csv'
  ),
  owner controlling,
  columns (
    reason_code TEXT,
    reason TEXT,
    reason_en TEXT
  ),
  grain (reason_code),
  description 'One row per reason why no status is computed',
  column_descriptions (
    reason_code = 'Code of the reason',
    reason = 'Reason in Swedish',
    reason_en = 'Reason in English'
  ),
  audits (
    unique_combination_of_columns(columns := (reason_code)),
    not_null(columns := (reason_code))
  )
);

MODEL (
  name seed.target_missing_reason,
  kind SEED (
    path '../../seeds/target/target_missing_reason.csv'
  ),
  columns (
    reason_code TEXT,
    reason TEXT,
    reason_en TEXT
  ),
  grain (
    reason_code
  ),
  description 'One row per reason why no status is computed',
  column_descriptions (
    reason_code = 'own: Code of the reason',
    reason = 'own: Reason in Swedish',
    reason_en = 'own: Reason in English'
  )
)

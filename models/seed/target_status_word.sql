MODEL (
  name seed.target_status_word,
  kind SEED (
    path '../../seeds/target/target_status_word.csv'
  ),
  columns (
    status_word TEXT,
    status_code TEXT
  ),
  grain (
    status_word
  ),
  description 'One row per word that boards report a status with',
  column_descriptions (
    status_word = 'Status as boards write it, in small letters',
    status_code = 'own: Status of a target'
  )
)

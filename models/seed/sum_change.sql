MODEL (
  name seed.sum_change,
  kind SEED (
    path '../../seeds/check/sum_change.csv'
  ),
  columns (
    change_code TEXT,
    multiple INT
  ),
  grain (
    change_code
  ),
  description 'One row per fault of a single row that would explain a sum that does not hold',
  column_descriptions (
    change_code = 'own: omitted (left out of the printed sum), counted_twice or sign_turned',
    multiple = 'Times the row''s amount that the difference then lacks'
  )
)

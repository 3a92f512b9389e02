MODEL (
  name seed.sum_kind,
  kind SEED (
    path '../../seeds/check/sum_kind.csv'
  ),
  columns (
    check_kind TEXT,
    is_down_rows BOOLEAN
  ),
  grain (
    check_kind
  ),
  description 'One row per kind of check that compares a printed sum with its rows or cells',
  column_descriptions (
    check_kind = 'own: Kind of check',
    is_down_rows = 'True where the sum is down a column: one row changed explains the sums of all columns; False where it is along a row'
  )
)

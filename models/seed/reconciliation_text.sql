MODEL (
  name seed.reconciliation_text,
  kind SEED (
    path '../../seeds/check/reconciliation_text.csv'
  ),
  columns (
    table_code TEXT,
    check_kind TEXT,
    label TEXT,
    label_en TEXT
  ),
  grain (table_code, check_kind),
  description 'One row per table and kind of sum: how the check of a printed sum is named; {year}, {row} and {column} are filled in',
  column_descriptions (
    check_kind = 'own: row_sum or column_sum'
  ),
  audits (
    not_null(columns := (label, label_en))
  )
)

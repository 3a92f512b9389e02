MODEL (
  name seed.reconciliation_text,
  kind SEED (
    path '../../seeds/reconciliation_text.csv'
  ),
  owner controlling,
  columns (
    table_code TEXT,
    check_kind TEXT,
    label TEXT,
    label_en TEXT
  ),
  grain (table_code, check_kind),
  description 'One row per table and kind of sum: how the check of a printed sum is named; {year}, {row} and {column} are filled in',
  column_descriptions (
    table_code = 'Lake table',
    check_kind = 'row_sum or column_sum',
    label = 'Text in Swedish for readers',
    label_en = 'The same text in English'
  ),
  audits (
    unique_combination_of_columns(columns := (table_code, check_kind)),
    not_null(columns := (table_code, check_kind, label, label_en))
  )
);

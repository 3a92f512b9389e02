MODEL (
  name seed.reconciliation_pair,
  kind SEED (
    path '../../seeds/reconciliation_pair.csv'
  ),
  owner controlling,
  columns (
    check_code TEXT,
    check_kind TEXT,
    difference_kind TEXT,
    comparability TEXT,
    document_code TEXT,
    fiscal_year INTEGER,
    board_code TEXT,
    label TEXT,
    label_en TEXT,
    note TEXT,
    note_en TEXT
  ),
  grain (check_code),
  description 'One row per pair of statements about the same amount',
  column_descriptions (
    check_code = 'Code of the check',
    check_kind = 'same_amount or parts_to_total',
    difference_kind = 'Kind that a difference would be',
    comparability = 'comparable, or not_comparable with the reason in the note',
    document_code = 'Document of the stated side',
    fiscal_year = 'Budget year',
    board_code = 'Board',
    label = 'What is compared, in Swedish',
    label_en = 'What is compared, in English',
    note = 'What to know about it, in Swedish',
    note_en = 'What to know about it, in English'
  ),
  audits (
    unique_combination_of_columns(columns := (check_code)),
    not_null(columns := (check_code))
  )
);

MODEL (
  name seed.reconciliation_pair,
  kind SEED (
    path '../../seeds/check/reconciliation_pair.csv'
  ),
  columns (
    check_code TEXT,
    check_kind TEXT,
    difference_kind TEXT,
    comparability TEXT,
    document_code TEXT,
    fiscal_year INT,
    board_code TEXT,
    label TEXT,
    label_en TEXT,
    note TEXT,
    note_en TEXT
  ),
  grain (
    check_code
  ),
  description 'One row per pair of statements about the same amount',
  column_descriptions (
    check_kind = 'own: same_amount or parts_to_total',
    comparability = 'own: comparable, or not_comparable with the reason in the note',
    document_code = 'own: Document of the stated side',
    label = 'as check_label',
    label_en = 'as check_label_en',
    note = 'own: What to know about it, in Swedish',
    note_en = 'own: What to know about it, in English'
  )
)

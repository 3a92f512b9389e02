MODEL (
  name seed.month_check_kind,
  kind SEED (
    path '../../seeds/month_check_kind.csv'
  ),
  owner controlling,
  columns (
    check_kind TEXT,
    difference_kind TEXT,
    is_absence_zero BOOLEAN,
    label TEXT,
    label_en TEXT
  ),
  grain (check_kind),
  description 'One row per kind of check on the months',
  column_descriptions (
    check_kind = 'Code of the kind',
    difference_kind = 'Kind that a difference would be',
    is_absence_zero = 'True where a side without rows is zero: the other side has booked nothing',
    label = 'Sentence in Swedish',
    label_en = 'Sentence in English'
  ),
  audits (
    unique_combination_of_columns(columns := (check_kind)),
    not_null(columns := (check_kind))
  )
);

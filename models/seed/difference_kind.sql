MODEL (
  name seed.difference_kind,
  kind SEED (
    path '../../seeds/difference_kind.csv'
  ),
  owner controlling,
  columns (
    difference_kind TEXT,
    difference_kind_name TEXT,
    difference_kind_name_en TEXT
  ),
  grain (difference_kind),
  description 'One row per kind of difference between two stated amounts',
  column_descriptions (
    difference_kind = 'Code of the kind',
    difference_kind_name = 'Kind in Swedish',
    difference_kind_name_en = 'Kind in English'
  ),
  audits (
    unique_combination_of_columns(columns := (difference_kind)),
    not_null(columns := (difference_kind))
  )
);

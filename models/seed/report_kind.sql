MODEL (
  name seed.report_kind,
  kind SEED (
    path '../../seeds/report_kind.csv'
  ),
  owner controlling,
  columns (
    item_label TEXT,
    report_kind TEXT,
    report_kind_name_en TEXT,
    covers_to_month INTEGER,
    covers_year_offset INTEGER
  ),
  grain (item_label),
  description 'One row per agenda item that is a report due',
  column_descriptions (
    item_label = 'Item as printed',
    report_kind = 'Code of the kind of report',
    report_kind_name_en = 'Kind in English',
    covers_to_month = 'Last month that the report covers, where its name says it',
    covers_year_offset = 'Year of that month less the year of the meeting'
  ),
  audits (
    unique_combination_of_columns(columns := (item_label)),
    not_null(columns := (item_label))
  )
);

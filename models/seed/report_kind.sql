MODEL (
  name seed.report_kind,
  kind SEED (
    path '../../seeds/plan/report_kind.csv'
  ),
  columns (
    item_label TEXT,
    report_kind TEXT,
    report_kind_name_en TEXT,
    covers_to_month INT,
    covers_year_offset INT
  ),
  grain (
    item_label
  ),
  description 'One row per agenda item that is a report due',
  column_descriptions (
    item_label = 'own: Item as printed',
    report_kind = 'own: Code of the kind of report',
    report_kind_name_en = 'own: Kind in English',
    covers_year_offset = 'Year of that month less the year of the meeting'
  )
)

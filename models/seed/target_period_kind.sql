MODEL (
  name seed.target_period_kind,
  kind SEED (
    path '../../seeds/target_period_kind.csv'
  ),
  owner controlling,
  columns (
    period_kind_text TEXT,
    period_kind_code TEXT,
    month_count INTEGER,
    period_kind_name_en TEXT
  ),
  grain (period_kind_text),
  description 'One row per kind of period that an outcome is about',
  column_descriptions (
    period_kind_text = 'Kind of period as delivered, also its Swedish name',
    period_kind_code = 'YEAR, TERTIAL or MONTH',
    month_count = 'Months in the period',
    period_kind_name_en = 'Name in English'
  ),
  audits (
    unique_combination_of_columns(columns := (period_kind_text)),
    not_null(columns := (period_kind_text))
  )
);

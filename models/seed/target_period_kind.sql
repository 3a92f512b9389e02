MODEL (
  name seed.target_period_kind,
  kind SEED (
    path '../../seeds/target/target_period_kind.csv'
  ),
  columns (
    period_kind_text TEXT,
    period_kind_code TEXT,
    month_count INT,
    period_kind_name_en TEXT
  ),
  grain (
    period_kind_text
  ),
  description 'One row per kind of period that an outcome is about',
  column_descriptions (
    period_kind_text = 'own: Kind of period as delivered, also its Swedish name',
    month_count = 'own: Months in the period',
    period_kind_name_en = 'Name in English'
  )
)

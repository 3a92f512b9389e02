MODEL (
  name seed.budget_version,
  kind SEED (
    path '../../seeds/month/budget_version.csv'
  ),
  columns (
    version_label TEXT,
    version_rank INT,
    is_decided BOOLEAN,
    version_name TEXT,
    version_name_en TEXT
  ),
  grain (
    version_label
  ),
  description 'One row per version that a budget can have',
  column_descriptions (
    version_label = 'own: Version as the file name says',
    version_rank = 'own: Order: the highest decided version is in force',
    is_decided = 'own: False for a draft, which is never in force',
    version_name = 'Name in Swedish',
    version_name_en = 'Name in English'
  )
)

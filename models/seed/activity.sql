MODEL (
  name seed.activity,
  kind SEED (
    path '../../seeds/register/activity.csv'
  ),
  columns (
    activity_code TEXT,
    activity_name TEXT,
    activity_name_en TEXT,
    is_about_persons BOOLEAN,
    published_measure_code TEXT
  ),
  grain (
    activity_code
  ),
  description 'One row per kind of activity that is counted by month',
  column_descriptions (
    activity_code = 'as activity_kind',
    is_about_persons = 'own: True where a small number would be about few persons',
    published_measure_code = 'own: Measure of the published record that counts the same'
  )
)

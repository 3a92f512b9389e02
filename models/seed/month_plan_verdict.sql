MODEL (
  name seed.month_plan_verdict,
  kind SEED (
    path '../../seeds/month_plan_verdict.csv'
  ),
  owner controlling,
  columns (
    verdict TEXT,
    verdict_name TEXT,
    verdict_name_en TEXT
  ),
  grain (verdict),
  description 'One row per verdict on a rule of the plan',
  column_descriptions (
    verdict = 'kept, broken or not_checkable',
    verdict_name = 'The verdict in Swedish',
    verdict_name_en = 'The verdict in English'
  ),
  audits (
    unique_combination_of_columns(columns := (verdict)),
    not_null(columns := (verdict))
  )
);

MODEL (
  name seed.plan_verdict,
  kind SEED (
    path '../../seeds/plan/plan_verdict.csv'
  ),
  columns (
    verdict TEXT,
    verdict_name TEXT,
    verdict_name_en TEXT
  ),
  grain (
    verdict
  ),
  description 'One row per verdict on a rule of the plan'
)

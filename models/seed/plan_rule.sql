MODEL (
  name seed.plan_rule,
  kind SEED (
    path '../../seeds/plan/plan_rule.csv'
  ),
  columns (
    rule_code TEXT,
    rule_text TEXT,
    rule_text_en TEXT
  ),
  grain (
    rule_code
  ),
  description 'One row per rule of the plan that the months and the documents are checked against'
)

MODEL (
  name seed.month_plan_rule,
  kind SEED (
    path '../../seeds/month_plan_rule.csv'
  ),
  owner controlling,
  columns (
    rule_code TEXT,
    rule_text TEXT,
    rule_text_en TEXT
  ),
  grain (rule_code),
  description 'One row per rule of the plan that the months and the documents are checked against',
  column_descriptions (
    rule_code = 'Code of the rule',
    rule_text = 'Rule in Swedish',
    rule_text_en = 'Rule in English'
  ),
  audits (
    unique_combination_of_columns(columns := (rule_code)),
    not_null(columns := (rule_code))
  )
);

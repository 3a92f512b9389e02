MODEL (
  name seed.month_bridge_item,
  kind SEED (
    path '../../seeds/month_bridge_item.csv'
  ),
  owner controlling,
  columns (
    item_kind TEXT,
    item_name TEXT,
    item_name_en TEXT,
    sort_order INTEGER,
    prior_year_rule TEXT,
    budget_rule TEXT
  ),
  grain (item_kind),
  description 'One row per item of the explained bridge',
  column_descriptions (
    item_kind = 'Code of the item',
    item_name = 'Name in Swedish',
    item_name_en = 'Name in English',
    sort_order = 'Order in reports',
    prior_year_rule = 'How it is computed from last year',
    budget_rule = 'How it is computed from the budget'
  ),
  audits (
    unique_combination_of_columns(columns := (item_kind)),
    not_null(columns := (item_kind))
  )
);

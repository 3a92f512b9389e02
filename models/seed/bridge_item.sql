MODEL (
  name seed.bridge_item,
  kind SEED (
    path '../../seeds/month/bridge_item.csv'
  ),
  columns (
    item_kind TEXT,
    item_name TEXT,
    item_name_en TEXT,
    sort_order INT,
    prior_year_rule TEXT,
    budget_rule TEXT
  ),
  grain (
    item_kind
  ),
  description 'One row per item of the explained bridge',
  column_descriptions (
    item_kind = 'own: Code of the item',
    item_name = 'own: Name in Swedish',
    item_name_en = 'own: Name in English',
    prior_year_rule = 'How it is computed from last year',
    budget_rule = 'How it is computed from the budget'
  )
)

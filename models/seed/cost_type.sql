MODEL (
  name seed.cost_type,
  kind SEED (
    path '../../seeds/cost_type.csv'
  ),
  owner controlling,
  columns (
    cost_type_code TEXT,
    cost_type_name TEXT,
    cost_type_name_en TEXT,
    expected_sign INTEGER,
    is_revenue BOOLEAN,
    is_cost BOOLEAN,
    is_internal BOOLEAN,
    is_total BOOLEAN,
    sort_order INTEGER
  ),
  grain (cost_type_code),
  description 'One row per cost type, kind of financing or printed net',
  column_descriptions (
    cost_type_code = 'Code of the cost type',
    cost_type_name = 'Name in Swedish',
    cost_type_name_en = 'Name in English',
    expected_sign = '+1 for revenue, −1 for cost: a cell that goes against it is a warning',
    is_revenue = 'True for revenue',
    is_cost = 'True for cost; gross cost is their sum',
    is_internal = 'True between units of the region',
    is_total = 'True for a printed sum of other cost types',
    sort_order = 'Order in reports'
  ),
  audits (
    unique_combination_of_columns(columns := (cost_type_code)),
    not_null(columns := (cost_type_code))
  )
);

MODEL (
  name seed.cost_type_line,
  kind SEED (
    path '../../seeds/register/cost_type_line.csv'
  ),
  columns (
    cost_type_code TEXT,
    cost_type_name TEXT,
    cost_type_name_en TEXT,
    is_total BOOLEAN,
    is_revenue BOOLEAN,
    index_code TEXT,
    expected_sign INT,
    sort_order INT,
    interval_class TEXT,
    sums TEXT,
    summary_code TEXT
  ),
  grain (
    cost_type_code
  ),
  description 'One row per line of the monthly follow-up: a cost type, or a sum of cost types',
  column_descriptions (
    cost_type_code = 'as line_code',
    is_total = 'own: True for a sum of cost types: never add it to its parts',
    index_code = 'own: Price index for the real development of the line',
    expected_sign = 'own: +1 revenue, −1 cost, 0 where the sign can flip',
    sums = 'What the line sums: own (the cost type of its code), revenue, cost, net (both), staff, on_cost (staff with on-cost, at the newest rate), unclassified',
    summary_code = 'own: Figure of mart.cost_summary that shows the line: gross_cost, revenue, unclassified, net_cost, own_personnel, hired_staff, personnel_total or own_personnel_constant_po; empty where none does'
  )
)

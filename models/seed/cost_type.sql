MODEL (
  name seed.cost_type,
  kind SEED (
    path '../../seeds/register/cost_type.csv'
  ),
  columns (
    cost_type_code TEXT,
    cost_type_name TEXT,
    cost_type_name_en TEXT,
    expected_sign INT,
    is_revenue BOOLEAN,
    is_cost BOOLEAN,
    is_internal BOOLEAN,
    is_total BOOLEAN,
    sort_order INT,
    is_operating BOOLEAN,
    is_staff BOOLEAN,
    has_on_cost BOOLEAN
  ),
  grain (
    cost_type_code
  ),
  description 'One row per cost type, kind of financing or printed net',
  column_descriptions (
    expected_sign = 'own: +1 for revenue, −1 for cost: a cell that goes against it is a warning',
    is_operating = 'True for what the net cost of operations sums: neither financing nor a total',
    is_staff = 'True for own and hired staff',
    has_on_cost = 'True where the amount holds on-cost (PO), so that another rate changes it'
  )
)

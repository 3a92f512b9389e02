MODEL (
  name core.cost_type,
  kind FULL,
  owner controlling,
  grain (cost_type_code),
  description 'One row per cost type, kind of financing or printed net',
  column_descriptions (
    cost_type_code = 'Code of the cost type',
    cost_type_name = 'Name in Swedish',
    cost_type_name_en = 'Name in English',
    expected_sign = '+1 for revenue, −1 for cost',
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

SELECT
  cost_type_code::TEXT AS cost_type_code,
  cost_type_name::TEXT AS cost_type_name,
  cost_type_name_en::TEXT AS cost_type_name_en,
  expected_sign::INT AS expected_sign,
  is_revenue::BOOLEAN AS is_revenue,
  is_cost::BOOLEAN AS is_cost,
  is_internal::BOOLEAN AS is_internal,
  is_total::BOOLEAN AS is_total,
  sort_order::INT AS sort_order
FROM seed.cost_type

MODEL (
  name core.cost_type,
  grain (
    cost_type_code
  ),
  description 'One row per cost type, kind of financing or printed net',
  column_descriptions (
    expected_sign = 'own: +1 for revenue, −1 for cost'
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

MODEL (
  name mart.cost_type,
  grain (
    cost_type_code
  ),
  description 'One row per cost type, line that sums cost types, kind of financing or printed net. Every cost type of a published table is here; one of them is the unknown one, of accounts without cost type',
  column_descriptions (
    expected_sign = 'own: +1 for revenue, −1 for cost, 0 for what can be either',
    summary_code = 'Figure of mart.cost_summary that shows the line; empty where none does'
  )
);

SELECT
  COALESCE(kind.cost_type_code, line.cost_type_code)::TEXT AS cost_type_code,
  COALESCE(kind.cost_type_name, line.cost_type_name)::TEXT AS cost_type_name,
  COALESCE(kind.cost_type_name_en, line.cost_type_name_en)::TEXT AS cost_type_name_en,
  COALESCE(kind.expected_sign, line.expected_sign)::INT AS expected_sign,
  COALESCE(kind.is_revenue, line.is_revenue)::BOOLEAN AS is_revenue,
  COALESCE(kind.is_cost, NOT line.is_total AND line.expected_sign < 0)::BOOLEAN AS is_cost,
  COALESCE(kind.is_internal, FALSE)::BOOLEAN AS is_internal,
  COALESCE(kind.is_total, line.is_total)::BOOLEAN AS is_total,
  COALESCE(absent.member_kind, 'registered')::TEXT AS member_kind,
  COALESCE(kind.sort_order, line.sort_order)::INT AS sort_order,
  line.summary_code::TEXT AS summary_code
FROM seed.cost_type AS kind
FULL OUTER JOIN seed.cost_type_line AS line
  ON line.cost_type_code = kind.cost_type_code
LEFT JOIN seed.dimension_member AS absent
  ON absent.dimension = 'cost_type' AND absent.member_code = line.cost_type_code
UNION ALL
SELECT
  member.member_code::TEXT AS cost_type_code,
  member.member_name::TEXT AS cost_type_name,
  member.member_name_en::TEXT AS cost_type_name_en,
  0::INT AS expected_sign,
  NULL::BOOLEAN AS is_revenue,
  NULL::BOOLEAN AS is_cost,
  FALSE::BOOLEAN AS is_internal,
  TRUE::BOOLEAN AS is_total,
  member.member_kind::TEXT AS member_kind,
  999::INT AS sort_order,
  NULL::TEXT AS summary_code
FROM seed.dimension_member AS member
LEFT JOIN seed.cost_type_line AS line
  ON line.cost_type_code = member.member_code
WHERE
  member.dimension = 'cost_type' AND line.cost_type_code IS NULL

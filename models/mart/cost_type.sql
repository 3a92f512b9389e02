MODEL (
  name mart.cost_type,
  grain (
    cost_type_code
  ),
  description 'One row per cost type, line that sums cost types, kind of financing or printed net. Every cost type of a published table is here; UNCLASSIFIED is the unknown one',
  column_descriptions (
    expected_sign = 'own: +1 for revenue, −1 for cost, 0 for what can be either'
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
  COALESCE(kind.sort_order, line.sort_order)::INT AS sort_order
FROM seed.cost_type AS kind
FULL OUTER JOIN seed.cost_type_line AS line
  ON line.cost_type_code = kind.cost_type_code
LEFT JOIN seed.dimension_member AS absent
  ON absent.dimension = 'cost_type' AND absent.member_code = line.cost_type_code
UNION ALL
SELECT
  member.member_code::TEXT,
  member.member_name::TEXT,
  member.member_name_en::TEXT,
  0::INT,
  NULL::BOOLEAN,
  NULL::BOOLEAN,
  FALSE::BOOLEAN,
  TRUE::BOOLEAN,
  member.member_kind::TEXT,
  999::INT
FROM seed.dimension_member AS member
LEFT JOIN seed.cost_type_line AS line
  ON line.cost_type_code = member.member_code
WHERE
  member.dimension = 'cost_type' AND line.cost_type_code IS NULL

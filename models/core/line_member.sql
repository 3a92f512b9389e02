MODEL (
  name core.line_member,
  grain (cost_type_code, scope_code, member_code),
  description 'One row per line, scope and cost type that it sums, or might sum if it were known: what the flags of the cost types give',
  column_descriptions (
    cost_type_code = 'as line_code',
    scope_code = 'own: with_internal or without_internal',
    member_code = 'own: Cost type of the ledger that is summed',
    on_cost_kind = 'booked: the on-cost as booked; constant: at the newest years rate; none: not summed, since nobody knows where it belongs',
    is_uncertain = 'True where nobody knows whether the amount belongs to the line, which is then incomplete'
  ),
  tags (
    'working'
  ),
  audits (
    cost_type_has_line
  )
);

WITH scope AS (
  SELECT
    *
  FROM (VALUES
    ('with_internal', TRUE),
    ('without_internal', FALSE)) AS named(scope_code, has_internal)
), member AS (
  SELECT
    line.cost_type_code,
    line.sums,
    scope.scope_code,
    scope.has_internal,
    cost_type.cost_type_code AS member_code
  FROM seed.cost_type_line AS line
  CROSS JOIN scope
  JOIN seed.cost_type AS cost_type
    ON cost_type.is_operating
    AND (
      scope.has_internal OR NOT cost_type.is_internal
    )
    AND CASE line.sums
      WHEN 'net'
      THEN TRUE
      WHEN 'revenue'
      THEN cost_type.is_revenue
      WHEN 'cost'
      THEN cost_type.is_cost
      WHEN 'staff'
      THEN cost_type.is_staff
      WHEN 'on_cost'
      THEN cost_type.has_on_cost
      ELSE cost_type.cost_type_code = line.cost_type_code
    END
), unclassified AS (
  SELECT DISTINCT
    cost_type_code,
    sums,
    scope_code,
    has_internal
  FROM member
  UNION ALL
  SELECT
    line.cost_type_code,
    line.sums,
    scope.scope_code,
    scope.has_internal
  FROM seed.cost_type_line AS line
  CROSS JOIN scope
  WHERE
    line.sums = 'unclassified'
)
SELECT
  cost_type_code::TEXT AS cost_type_code,
  scope_code::TEXT AS scope_code,
  member_code::TEXT AS member_code,
  (
    CASE WHEN sums = 'on_cost' THEN 'constant' ELSE 'booked' END
  )::TEXT AS on_cost_kind,
  FALSE::BOOLEAN AS is_uncertain
FROM member
UNION ALL
SELECT
  cost_type_code::TEXT AS cost_type_code,
  scope_code::TEXT AS scope_code,
  @unclassified_code::TEXT AS member_code,
  (
    CASE WHEN sums IN ('net', 'unclassified') THEN 'booked' ELSE 'none' END
  )::TEXT AS on_cost_kind,
  (
    NOT (
      sums = 'unclassified' OR (
        sums = 'net' AND has_internal
      )
    )
  )::BOOLEAN AS is_uncertain
FROM unclassified

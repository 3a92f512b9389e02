MODEL (
  name core.cost_line_member,
  grain (cost_type_code, scope_code, member_code),
  description 'One row per line of the cost marts, scope and cost type that is summed in it',
  column_descriptions (
    cost_type_code = 'as cost_type_or_line',
    member_code = 'own: Cost type of the ledger that the line sums',
    is_constant_on_cost = 'True where the on-cost in the amount is put at the newest years rate'
  )
);

SELECT
  member.cost_type_code::TEXT AS cost_type_code,
  member.scope_code::TEXT AS scope_code,
  member.member_code::TEXT AS member_code,
  (
    member.on_cost_kind = 'constant'
  )::BOOLEAN AS is_constant_on_cost
FROM core.line_member AS member
WHERE
  member.on_cost_kind <> 'none'

MODEL (
  name seed.month_line_member,
  kind SEED (
    path '../../seeds/month_line_member.csv'
  ),
  columns (
    cost_type_code TEXT,
    scope_code TEXT,
    member_code TEXT,
    on_cost_kind TEXT,
    is_uncertain BOOLEAN
  ),
  grain (cost_type_code, scope_code, member_code),
  description 'One row per line, scope and cost type that it sums, or might sum if it were known',
  column_descriptions (
    cost_type_code = 'as line_code',
    scope_code = 'own: with_internal or without_internal',
    member_code = 'own: Cost type of the ledger that is summed',
    on_cost_kind = 'booked: the on-cost as booked; constant: at the newest years rate; none: not summed, since nobody knows where it belongs',
    is_uncertain = 'True where nobody knows whether the amount belongs to the line, which is then incomplete'
  )
)

MODEL (
  name seed.account_role,
  kind SEED (
    path '../../seeds/register/account_role.csv'
  ),
  columns (
    account_code TEXT,
    role_code TEXT,
    reason TEXT
  ),
  grain (
    account_code
  ),
  description 'One row per account that plays a part of its own',
  column_descriptions (
    role_code = 'on_cost: employer on-cost booked at the years rate'
  )
)

MODEL (
  name seed.month_account_role,
  kind SEED (
    path '../../seeds/month_account_role.csv'
  ),
  owner controlling,
  columns (
    account_code TEXT,
    role_code TEXT,
    reason TEXT
  ),
  grain (account_code),
  description 'One row per account that plays a part of its own',
  column_descriptions (
    account_code = 'Account',
    role_code = 'on_cost: employer on-cost booked at the years rate',
    reason = 'Why'
  ),
  audits (
    unique_combination_of_columns(columns := (account_code)),
    not_null(columns := (account_code))
  )
);

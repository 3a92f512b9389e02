MODEL (
  name mart.account,
  grain (
    account_code
  ),
  description 'One row per account: those of the chart of accounts, those that deliveries have used without its knowing them, and the unknown one. Every account of a published table is here',
  column_descriptions (
    account_name = 'own: Name of the account; of one that the chart does not know, that it does not',
    account_name_en = 'The same in English, where no chart names the account',
    cost_type_code = 'own: Cost type by the current chart, in its latest period; the unclassified one where the chart does not know the account',
    delivery_id = 'own: Delivery of the chart, or the first that used the account; empty for the unknown account',
    is_simulated = 'own: True where only the simulated region has it'
  )
);

WITH absent AS (
  SELECT
    member_code,
    member_name,
    member_name_en
  FROM seed.dimension_member
  WHERE
    dimension = 'account' AND member_kind = 'unknown'
)
SELECT
  account.account_code::TEXT AS account_code,
  account.account_name::TEXT AS account_name,
  account.account_name::TEXT AS account_name_en,
  account.cost_type_code::TEXT AS cost_type_code,
  'registered'::TEXT AS member_kind,
  account.delivery_id::TEXT AS delivery_id,
  account.row_number::INT AS row_number,
  account.is_simulated::BOOLEAN AS is_simulated
FROM core.account AS account
UNION ALL
SELECT
  used.code::TEXT,
  absent.member_name::TEXT,
  absent.member_name_en::TEXT,
  @unclassified_code::TEXT,
  'unregistered'::TEXT,
  used.delivery_id::TEXT,
  used.row_number::INT,
  used.is_simulated::BOOLEAN
FROM core.code_delivered AS used
CROSS JOIN absent
LEFT JOIN core.account AS account
  ON account.account_code = used.code
WHERE
  used.code_kind = 'account_code' AND account.account_code IS NULL AND used.code <> absent.member_code
UNION ALL
SELECT
  absent.member_code::TEXT,
  absent.member_name::TEXT,
  absent.member_name_en::TEXT,
  @unclassified_code::TEXT,
  'unknown'::TEXT,
  NULL::TEXT,
  NULL::INT,
  FALSE::BOOLEAN
FROM absent

MODEL (
  name core.account,
  grain (
    account_code
  ),
  tags (
    'delivered rows differ: an account stands once, with its newest cost type; core.account_cost_type has every row'
  ),
  description 'One row per account of the current chart of accounts',
  column_descriptions (
    is_on_cost = 'own: True for the account that holds employer on-cost (PO)'
  ),
  audits (
    foreign_key_known("column" := cost_type_code, parent := seed.cost_type_line, parent_column := cost_type_code)
  )
);

SELECT
  plan.account_code::TEXT AS account_code,
  plan.account_name::TEXT AS account_name,
  plan.cost_type_code::TEXT AS cost_type_code,
  (
    COALESCE(role.role_code, '') = 'on_cost'
  )::BOOLEAN AS is_on_cost,
  plan.delivery_id::TEXT AS delivery_id,
  plan.row_number::INT AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM (
  SELECT
    account_plan.*,
    ROW_NUMBER() OVER (PARTITION BY delivery_id, account_code ORDER BY COALESCE(valid_from, '0001-01-01'::DATE) DESC) AS newest_first
  FROM staging.account_plan AS account_plan
  WHERE
    row_kind = 'data'
) AS plan
JOIN core.delivery AS delivery
  ON delivery.delivery_id = plan.delivery_id AND delivery.is_current
LEFT JOIN seed.account_role AS role
  ON role.account_code = plan.account_code
WHERE
  plan.newest_first = 1

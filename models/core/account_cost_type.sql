MODEL (
  name core.account_cost_type,
  grain (account_code, valid_from),
  description 'One row per account and period in which it has a cost type, by the current chart of accounts',
  column_descriptions (
    valid_from = 'own: First day on which the cost type holds; 0001-01-01 from the beginning',
    valid_to = 'own: Last day on which it holds; 9999-12-31 until further notice'
  ),
  audits (
    month_account_has_one_cost_type,
    foreign_key_known("column" := cost_type_code, parent := seed.cost_type_line, parent_column := cost_type_code)
  )
);

SELECT
  plan.account_code::TEXT AS account_code,
  COALESCE(plan.valid_from, '0001-01-01'::DATE)::DATE AS valid_from,
  COALESCE(plan.valid_to, '9999-12-31'::DATE)::DATE AS valid_to,
  plan.cost_type_code::TEXT AS cost_type_code,
  plan.delivery_id::TEXT AS delivery_id,
  plan.row_number::INT AS row_number,
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM staging.account_plan AS plan
JOIN core.delivery AS delivery
  ON delivery.delivery_id = plan.delivery_id AND delivery.is_current
WHERE
  plan.row_kind = 'data'

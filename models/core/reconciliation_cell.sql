MODEL (
  name core.reconciliation_cell,
  grain (check_code, side, statement_code),
  description 'One row per check × side × cell that it compares',
  column_descriptions (
    check_family = 'What made the check: row_sum, column_sum, pair, partition, roll_forward, transfer or rule',
    amount_sek = 'own: Amount × coefficient in kronor, revenue + and cost −',
    unit_code = 'as money_unit'
  ),
  audits (
    accepted_values("column" := side, is_in := ('stated', 'computed')),
    not_null(columns := (amount_sek, precision_sek))
  )
);

WITH amount AS (
  SELECT
    *
  FROM core.stated_amount
  WHERE
    is_current AND NOT amount_sek IS NULL
), member AS (
  SELECT
    'pair' AS check_family,
    pair.check_code,
    pair.side,
    amount.statement_code,
    pair.coefficient
  FROM seed.reconciliation_member AS pair
  JOIN amount
    ON amount.document_code = pair.document_code
    AND amount.table_code = pair.table_code
    AND amount.amount_kind = pair.amount_kind
    AND amount.fiscal_year = pair.fiscal_year
    AND COALESCE(amount.area_code, '') = COALESCE(pair.area_code, '')
    AND amount.part_code = pair.part_code
    AND amount.cost_type_code = pair.cost_type_code
    AND amount.is_total = pair.is_total
  UNION ALL BY NAME
  SELECT
    *
  FROM core.printed_sum_cell
  UNION ALL BY NAME
  SELECT
    *
  FROM core.investment_split_cell
  UNION ALL BY NAME
  SELECT
    *
  FROM core.roll_forward_cell
  UNION ALL BY NAME
  SELECT
    *
  FROM core.rule_cell
)
SELECT
  member.check_code::TEXT AS check_code,
  member.check_family::TEXT AS check_family,
  member.side::TEXT AS side,
  member.statement_code::TEXT AS statement_code,
  member.coefficient::INT AS coefficient,
  CASE
    WHEN member.side = 'computed' AND NOT step.flat_percent IS NULL
    THEN @product(amount.amount_sek, 1 + step.flat_percent * 0.01) * member.coefficient
    ELSE amount.amount_sek * member.coefficient
  END::DECIMAL(18, 2) AS amount_sek,
  CASE
    WHEN member.side = 'computed' AND NOT step.flat_percent IS NULL
    THEN @product(amount.precision_sek, 1 + step.flat_percent * 0.01)
    ELSE amount.precision_sek
  END::DECIMAL(18, 2) AS precision_sek,
  amount.document_code::TEXT AS document_code,
  amount.board_code::TEXT AS board_code,
  amount.fiscal_year::INT AS fiscal_year,
  amount.unit_code::TEXT AS unit_code,
  amount.is_simulated::BOOLEAN AS is_simulated,
  amount.delivery_id::TEXT AS delivery_id,
  amount.sheet::TEXT AS sheet,
  amount.row_number::INT AS row_number,
  amount.column_name::TEXT AS column_name,
  amount.cell::TEXT AS cell,
  amount.row_label::TEXT AS row_label,
  amount.column_label::TEXT AS column_label,
  amount.source_line::INT AS source_line
FROM member
JOIN amount
  ON amount.statement_code = member.statement_code
LEFT JOIN core.roll_forward_reading AS step
  ON step.check_code = member.check_code

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
), row_sum AS (
  SELECT
    'ROW/' || total.document_code || '/' || total.table_code || '/' || total.row_number::TEXT AS check_code,
    total.statement_code AS total_code,
    part.statement_code AS part_code
  FROM amount AS total
  JOIN amount AS part
    ON part.delivery_id = total.delivery_id
    AND part.table_code = total.table_code
    AND part.row_number = total.row_number
    AND part.column_kind = 'data'
  WHERE
    total.column_kind = 'total'
), column_sum AS (
  SELECT
    'COLUMN/' || total.document_code || '/' || total.table_code || '/' || total.row_number::TEXT || '/' || total.column_name AS check_code,
    total.statement_code AS total_code,
    part.statement_code AS part_code
  FROM amount AS total
  JOIN amount AS part
    ON part.delivery_id = total.delivery_id
    AND part.table_code = total.table_code
    AND part.column_name = total.column_name
    AND part.amount_kind = total.amount_kind
    AND part.row_kind = 'data'
    AND (
      total.part_code IS NULL OR total.part_code = 'BOTH' OR part.part_code = total.part_code
    )
  WHERE
    total.row_kind = 'total'
), sum_cell AS (
  SELECT
    'row_sum' AS check_family,
    check_code,
    'stated' AS side,
    total_code AS statement_code,
    1 AS coefficient
  FROM row_sum
  UNION
  SELECT
    'row_sum',
    check_code,
    'computed',
    part_code,
    1
  FROM row_sum
  UNION
  SELECT
    'column_sum',
    check_code,
    'stated',
    total_code,
    1
  FROM column_sum
  UNION
  SELECT
    'column_sum',
    check_code,
    'computed',
    part_code,
    1
  FROM column_sum
), pair_cell AS (
  SELECT
    'pair' AS check_family,
    member.check_code,
    member.side,
    amount.statement_code,
    member.coefficient
  FROM seed.reconciliation_member AS member
  JOIN amount
    ON amount.document_code = member.document_code
    AND amount.table_code = member.table_code
    AND amount.amount_kind = member.amount_kind
    AND amount.fiscal_year = member.fiscal_year
    AND COALESCE(amount.area_code, '') = COALESCE(member.area_code, '')
    AND amount.part_code = member.part_code
    AND amount.cost_type_code = member.cost_type_code
    AND amount.is_total = member.is_total
), investment_partition AS (
  SELECT
    'KIND/' || document_code || '/investment' AS check_code,
    statement_code
  FROM core.investment
  WHERE
    is_current AND NOT investment_kind IS NULL
  UNION ALL
  SELECT
    'UNIT/' || document_code || '/investment' AS check_code,
    statement_code
  FROM core.investment
  WHERE
    is_current AND NOT unit_label IS NULL
), partition_cell AS (
  SELECT
    'partition' AS check_family,
    check_code,
    'computed' AS side,
    statement_code,
    1 AS coefficient
  FROM investment_partition
  UNION
  SELECT
    'partition',
    investment_partition.check_code,
    'stated',
    total.statement_code,
    1
  FROM investment_partition
  JOIN amount AS part
    ON part.statement_code = investment_partition.statement_code
  JOIN amount AS total
    ON total.delivery_id = part.delivery_id AND total.table_code = part.table_code AND total.is_total
), officials_frame AS (
  SELECT
    *
  FROM amount
  WHERE
    table_code = 'frame_by_year' AND part_code = 'OFFICIALS'
), roll_forward_cell AS (
  SELECT
    'roll_forward' AS check_family,
    step.check_code,
    'stated' AS side,
    frame.statement_code,
    1 AS coefficient
  FROM core.roll_forward_reading AS step
  JOIN officials_frame AS frame
    ON frame.document_code = step.document_code
    AND frame.board_code = step.board_code
    AND frame.fiscal_year = step.to_year
  UNION ALL
  SELECT
    'roll_forward',
    step.check_code,
    'computed',
    frame.statement_code,
    1
  FROM core.roll_forward_reading AS step
  JOIN officials_frame AS frame
    ON frame.document_code = step.document_code
    AND frame.board_code = step.board_code
    AND frame.fiscal_year = step.from_year
  UNION ALL
  SELECT
    'roll_forward',
    step.check_code,
    'computed',
    effect.statement_code,
    effect.coefficient
  FROM core.roll_forward_reading AS step
  JOIN core.frame_change_effect AS effect
    ON effect.document_code = step.document_code
    AND effect.board_code = step.board_code
    AND effect.to_year = step.to_year
  LEFT JOIN seed.frame_reading_choice AS choice
    ON choice.reading_code = step.complete_reading_code
    AND choice.question_code = effect.question_code
    AND choice.option_code = effect.option_code
  WHERE
    step.flat_percent IS NULL
    AND (
      NOT step.is_transfers_only OR effect.change_kind = 'transfer'
    )
    AND NOT effect.amount_sek IS NULL
    AND NOT effect.statement_code IS NULL
    AND effect.coefficient <> 0
    AND (
      effect.option_code IS NULL OR NOT choice.option_code IS NULL
    )
), transfer AS (
  SELECT
    'TRANSFER/' || document_code || '/' || COALESCE(case_number, row_number::TEXT) AS check_code,
    statement_code,
    is_inside_board
  FROM core.frame_change
  WHERE
    change_kind = 'transfer' AND is_current AND NOT statement_code IS NULL
), transfer_cell AS (
  SELECT
    'transfer' AS check_family,
    check_code,
    'stated' AS side,
    statement_code,
    1 AS coefficient
  FROM transfer
  UNION ALL
  SELECT
    'transfer',
    check_code,
    'computed',
    statement_code,
    1
  FROM transfer
  WHERE
    is_inside_board
), rule_cell AS (
  SELECT
    'rule' AS check_family,
    'FINANCING/' || document_code || '/' || row_number::TEXT AS check_code,
    CASE WHEN amount_kind = 'planning_condition' THEN 'stated' ELSE 'computed' END AS side,
    statement_code,
    1 AS coefficient
  FROM amount
  WHERE
    table_code = 'planning_condition'
  UNION ALL
  SELECT
    'rule',
    'COMPENSATION/' || document_code || '/' || row_number::TEXT,
    'stated',
    statement_code,
    1
  FROM core.frame_change
  WHERE
    change_kind = 'appropriation' AND is_current AND NOT statement_code IS NULL
  UNION ALL
  SELECT
    'rule',
    'PHASE-OUT/' || document_code || '/' || COALESCE(case_number, row_number::TEXT),
    'stated',
    statement_code,
    1
  FROM core.frame_change
  WHERE
    change_kind = 'transfer' AND NOT is_inside_board AND is_current AND NOT statement_code IS NULL
), member AS (
  SELECT
    check_family,
    check_code,
    side,
    statement_code,
    coefficient
  FROM sum_cell
  UNION ALL
  SELECT
    check_family,
    check_code,
    side,
    statement_code,
    coefficient
  FROM pair_cell
  UNION ALL
  SELECT
    check_family,
    check_code,
    side,
    statement_code,
    coefficient
  FROM partition_cell
  UNION ALL
  SELECT
    check_family,
    check_code,
    side,
    statement_code,
    coefficient
  FROM roll_forward_cell
  UNION ALL
  SELECT
    check_family,
    check_code,
    side,
    statement_code,
    coefficient
  FROM transfer_cell
  UNION ALL
  SELECT
    check_family,
    check_code,
    side,
    statement_code,
    coefficient
  FROM rule_cell
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
  amount.precision_sek::DECIMAL(18, 2) AS precision_sek,
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

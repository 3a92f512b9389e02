MODEL (
  name core.balance_plan,
  grain (document_code, board_code, fiscal_year, includes_internal_cost, includes_elected, is_chained),
  description 'One row per plan, board, required year and basis: the gross cost that the plan''s required reduction is a part of',
  column_descriptions (
    is_chained = 'own: True when the base is reduced by the earlier years'' requirement',
    includes_elected = 'own: True when the elected''s part is in the gross cost',
    base_fiscal_year = 'own: Budget year of the gross cost',
    required_percent = 'own: Least reduction in per cent as printed',
    gross_cost_base_sek = 'own: Gross cost that the per cent is taken of, positive'
  ),
  tags (
    'working'
  )
);

WITH RECURSIVE scope AS (
  SELECT
    TRUE AS includes_internal_cost,
    TRUE AS includes_elected
  UNION ALL
  SELECT
    TRUE,
    FALSE
  UNION ALL
  SELECT
    FALSE,
    TRUE
  UNION ALL
  SELECT
    FALSE,
    FALSE
), cost AS (
  SELECT
    amount.document_code,
    amount.board_code,
    amount.fiscal_year,
    amount.part_code,
    cost_type.is_internal,
    amount.amount_sek,
    amount.is_simulated
  FROM core.stated_amount AS amount
  JOIN seed.cost_type AS cost_type
    ON cost_type.cost_type_code = amount.cost_type_code
  WHERE
    amount.table_code = 'budget_area_cost_type'
    AND amount.is_total
    AND amount.is_current
    AND cost_type.is_cost
), gross_cost AS (
  SELECT
    cost.document_code,
    cost.board_code,
    cost.fiscal_year,
    scope.includes_internal_cost,
    scope.includes_elected,
    -SUM(cost.amount_sek) AS gross_cost_sek,
    BOOL_OR(cost.is_simulated::BOOLEAN) AS is_simulated
  FROM scope
  JOIN cost
    ON (
      scope.includes_internal_cost OR NOT cost.is_internal
    )
    AND (
      scope.includes_elected OR cost.part_code = 'OFFICIALS'
    )
  GROUP BY
    cost.document_code,
    cost.board_code,
    cost.fiscal_year,
    scope.includes_internal_cost,
    scope.includes_elected
), ordered AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    required_percent,
    ROW_NUMBER() OVER (PARTITION BY document_code, board_code ORDER BY fiscal_year) AS year_number
  FROM core.requirement
  WHERE
    is_current AND quantity_text = 'bruttokostnad'
), requirement AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    required_percent,
    year_number,
    1::DECIMAL(18, 12) AS chain_factor
  FROM ordered
  WHERE
    year_number = 1
  UNION ALL
  SELECT
    ordered.document_code,
    ordered.board_code,
    ordered.fiscal_year,
    ordered.required_percent,
    ordered.year_number,
    CAST(requirement.chain_factor * CAST(1 - requirement.required_percent * 0.01 AS DECIMAL(38, 12)) AS DECIMAL(18, 12))
  FROM requirement
  JOIN ordered
    ON ordered.document_code = requirement.document_code
    AND ordered.board_code = requirement.board_code
    AND ordered.year_number = requirement.year_number + 1
), chain AS (
  SELECT
    FALSE AS is_chained
  UNION ALL
  SELECT
    TRUE
)
SELECT
  requirement.document_code::TEXT AS document_code,
  requirement.board_code::TEXT AS board_code,
  requirement.fiscal_year::INT AS fiscal_year,
  gross_cost.includes_internal_cost::BOOLEAN AS includes_internal_cost,
  gross_cost.includes_elected::BOOLEAN AS includes_elected,
  chain.is_chained::BOOLEAN AS is_chained,
  gross_cost.fiscal_year::INT AS base_fiscal_year,
  requirement.required_percent::DECIMAL(18, 6) AS required_percent,
  (
    @product(gross_cost.gross_cost_sek, CASE WHEN chain.is_chained THEN requirement.chain_factor ELSE 1 END)
  )::DECIMAL(18, 2) AS gross_cost_base_sek,
  gross_cost.is_simulated::BOOLEAN AS is_simulated
FROM requirement
JOIN gross_cost
  ON gross_cost.document_code = requirement.document_code
  AND gross_cost.board_code = requirement.board_code
CROSS JOIN chain

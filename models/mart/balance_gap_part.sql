MODEL (
  name mart.balance_gap_part,
  grain (board_code, fiscal_year, basis_code, side, delivery_id, sheet, row_number, column_name),
  tags (
    'grain may be empty (sheet): a text file has no sheet'
  ),
  description 'One row per balance gap × cell that it stands on: the requirement, the gross cost and the measures',
  column_descriptions (
    basis_code = 'own: Basis of the gap',
    side = 'own: requirement, gross_cost, level (the year''s measures) or level_before (the year before''s)',
    amount_sek = 'own: Amount of the cell in kronor; empty for the requirement, which is a per cent'
  )
);

WITH plan_gap AS (
  SELECT
    *
  FROM mart.balance_gap
  WHERE
    NOT is_simulated AND basis_code NOT LIKE '%/MONTHS'
), cost AS (
  SELECT
    amount.*,
    cost_type.is_internal
  FROM core.stated_amount AS amount
  JOIN seed.cost_type AS cost_type
    ON cost_type.cost_type_code = amount.cost_type_code
  WHERE
    amount.table_code = 'budget_area_cost_type'
    AND amount.is_total
    AND amount.is_current
    AND cost_type.is_cost
), part AS (
  SELECT
    gap.board_code,
    gap.fiscal_year,
    gap.basis_code,
    'requirement' AS side,
    NULL::DECIMAL(18, 2) AS amount_sek,
    requirement.delivery_id,
    requirement.sheet,
    requirement.row_number,
    'percent' AS column_name,
    requirement.requirement_text AS row_label
  FROM plan_gap AS gap
  JOIN core.requirement AS requirement
    ON requirement.document_code = gap.document_code
    AND requirement.board_code = gap.board_code
    AND requirement.is_current
    AND (
      requirement.fiscal_year = gap.fiscal_year
      OR (
        gap.is_chained AND requirement.fiscal_year < gap.fiscal_year
      )
    )
  UNION ALL
  SELECT
    gap.board_code,
    gap.fiscal_year,
    gap.basis_code,
    'gross_cost',
    cost.amount_sek,
    cost.delivery_id,
    cost.sheet,
    cost.row_number,
    cost.column_name,
    cost.row_label
  FROM plan_gap AS gap
  JOIN cost
    ON cost.document_code = gap.document_code
    AND cost.board_code = gap.board_code
    AND (
      gap.includes_internal_cost OR NOT cost.is_internal
    )
    AND (
      gap.includes_elected OR cost.part_code = 'OFFICIALS'
    )
  UNION ALL
  SELECT
    gap.board_code,
    gap.fiscal_year,
    gap.basis_code,
    CASE WHEN effect.fiscal_year = gap.fiscal_year THEN 'level' ELSE 'level_before' END,
    effect.level_sek,
    effect.delivery_id,
    effect.sheet,
    effect.row_number,
    effect.column_name,
    effect.measure_name
  FROM plan_gap AS gap
  JOIN core.measure_effect AS effect
    ON effect.document_code = gap.document_code
    AND effect.board_code = gap.board_code
    AND effect.is_current
    AND effect.fiscal_year IN (gap.fiscal_year, gap.fiscal_year - 1)
)
SELECT
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  basis_code::TEXT AS basis_code,
  side::TEXT AS side,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  column_name::TEXT AS column_name,
  row_label::TEXT AS row_label
FROM part

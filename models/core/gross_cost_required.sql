MODEL (
  name core.gross_cost_required,
  kind EMBEDDED,
  grain (board_code, fiscal_year, document_code),
  description 'One row per board, year and plan document that requires a reduction of gross cost: the growth that it allows',
  column_descriptions (
    limit_pct = 'own: Growth in per cent that the requirement allows: a reduction is negative'
  ),
  tags (
    'working'
  )
);

SELECT
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  document_code::TEXT AS document_code,
  MAX(-required_percent)::DECIMAL(18, 6) AS limit_pct,
  BOOL_OR(is_simulated::BOOLEAN)::BOOLEAN AS is_simulated
FROM core.requirement
WHERE
  is_current AND quantity_text = 'bruttokostnad'
GROUP BY
  board_code,
  fiscal_year,
  document_code

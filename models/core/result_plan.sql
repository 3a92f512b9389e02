MODEL (
  name core.result_plan,
  kind EMBEDDED,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
  description 'One row per line from net cost to result that a plan''s budget has, by year',
  column_descriptions (
    basis_code = 'own: plan, published_budget, published, published_forecast or month',
    fiscal_year = 'own: Year that the period ends in',
    period_kind = 'own: year, ytd or month',
    line_code = 'own: Line from net cost to result',
    deviation_sek = 'own: Deviation from budget as printed, + when better; empty where none is',
    delivery_id = 'own: Delivery that the row came with; of several the first',
    row_number = 'own: Line of the text file or row of the sheet, from 1; empty where several rows are summed'
  )
);

WITH plan AS (
  SELECT
    fiscal_year,
    CASE cost_type_code WHEN 'NET' THEN 'NET_COST' ELSE cost_type_code END AS line_code,
    SUM(amount_sek) AS amount_sek,
    MIN(delivery_id) AS delivery_id,
    CASE WHEN COUNT(*) = 1 THEN MIN(row_number) END AS row_number,
    is_simulated
  FROM core.stated_amount
  WHERE
    is_current
    AND (
      (
        table_code = 'budget_financing'
        AND cost_type_code IN ('TAX', 'GENERAL_GRANT', 'PHARMA_GRANT', 'FIN_REV', 'FIN_COST', 'FINANCING', 'RESULT')
      )
      OR (
        table_code = 'budget_area_cost_type' AND cost_type_code = 'NET' AND is_total
      )
    )
  GROUP BY
    fiscal_year,
    cost_type_code,
    is_simulated
)
SELECT
  'plan' AS basis_code,
  fiscal_year,
  MAKE_DATE(fiscal_year, 12, 31) AS period_to,
  'year' AS period_kind,
  line_code,
  amount_sek,
  NULL::DECIMAL(18, 2) AS deviation_sek,
  is_simulated,
  delivery_id,
  row_number
FROM plan

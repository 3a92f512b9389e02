MODEL (
  name core.result_month,
  kind EMBEDDED,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
  description 'One row per line of tax and grants that the finance administration has delivered, for the month and for the year to it',
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

WITH finance AS (
  SELECT
    month.month,
    month.item_code,
    month.amount_sek,
    delivery.is_simulated,
    month.delivery_id,
    month.row_number
  FROM staging.tax_grant_month AS month
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = month.delivery_id AND delivery.is_current
  WHERE
    month.row_kind = 'data'
), summed AS (
  SELECT
    'month' AS period_kind,
    month,
    item_code AS line_code,
    amount_sek,
    is_simulated,
    delivery_id,
    row_number
  FROM finance
  UNION ALL BY NAME
  SELECT
    'ytd' AS period_kind,
    until.month,
    until.item_code AS line_code,
    CASE WHEN COUNT(*) = EXTRACT(MONTH FROM until.month) THEN SUM(before.amount_sek) END AS amount_sek,
    until.is_simulated,
    MIN(before.delivery_id) AS delivery_id,
    NULL::INT AS row_number
  FROM finance AS until
  JOIN finance AS before
    ON before.item_code = until.item_code
    AND before.is_simulated = until.is_simulated
    AND EXTRACT(YEAR FROM before.month) = EXTRACT(YEAR FROM until.month)
    AND before.month <= until.month
  GROUP BY
    until.month,
    until.item_code,
    until.is_simulated
)
SELECT
  'month' AS basis_code,
  EXTRACT(YEAR FROM month)::INT AS fiscal_year,
  CAST(month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS period_to,
  period_kind,
  line_code,
  amount_sek,
  NULL::DECIMAL(18, 2) AS deviation_sek,
  is_simulated,
  delivery_id,
  row_number
FROM summed

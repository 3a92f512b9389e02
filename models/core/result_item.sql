MODEL (
  name core.result_item,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
  tags (
    'delivered rows differ: a month is part of several periods'
  ),
  description 'One row per basis × period × line from net cost to result that is delivered: the plan''s budget, the published record as last told, and the finance administration''s months',
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

WITH listed AS (
  SELECT
    *
  FROM core.result_plan
  UNION ALL BY NAME
  SELECT
    *
  FROM core.result_record
  UNION ALL BY NAME
  SELECT
    *
  FROM core.result_month
)
SELECT
  basis_code::TEXT AS basis_code,
  fiscal_year::INT AS fiscal_year,
  period_to::DATE AS period_to,
  period_kind::TEXT AS period_kind,
  line_code::TEXT AS line_code,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  deviation_sek::DECIMAL(18, 2) AS deviation_sek,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  row_number::INT AS row_number
FROM listed

MODEL (
  name mart.result_known,
  kind EMBEDDED,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
  description 'One row per basis × period × line of the result that is stated somewhere: core.result_item, and the months'' net cost',
  tags (
    'working'
  )
);

SELECT
  basis_code,
  fiscal_year,
  period_to,
  period_kind,
  line_code,
  amount_sek,
  deviation_sek,
  is_simulated,
  delivery_id,
  row_number,
  TRUE AS is_whole
FROM core.result_item
UNION ALL BY NAME
SELECT
  'month' AS basis_code,
  fiscal_year,
  CAST(month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS period_to,
  period_kind,
  'NET_COST' AS line_code,
  net_cost_sek AS amount_sek,
  net_cost_deviation_sek AS deviation_sek,
  is_simulated,
  is_complete AS is_whole
FROM mart.cost_summary
WHERE
  organisation_basis = 'as_was'
  AND organisation_level = 'region'
  AND scope_code = 'with_internal'
  AND period_kind IN ('month', 'ytd')

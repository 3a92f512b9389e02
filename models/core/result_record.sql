MODEL (
  name core.result_record,
  kind EMBEDDED,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
  description 'One row per line from net cost to result that the published record has, by period: outcome, forecast and budget as last told, and the deficit to be restored',
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

WITH published AS (
  SELECT
    CASE told.period_kind WHEN 'forecast_year' THEN 'published_forecast' ELSE 'published' END AS basis_code,
    told.fiscal_year,
    told.period_to,
    CASE
      WHEN told.period_kind = 'month'
      THEN 'month'
      WHEN EXTRACT(MONTH FROM told.period_to) = 12
      THEN 'year'
      ELSE 'ytd'
    END AS period_kind,
    line.line_code,
    MAX(CASE WHEN told.value_kind = 'level' THEN told.read_sek END) AS amount_sek,
    MAX(CASE WHEN told.value_kind = 'deviation' THEN told.read_sek END) AS deviation_sek,
    told.is_simulated,
    COALESCE(MIN(CASE WHEN told.value_kind = 'level' THEN told.delivery_id END), MIN(told.delivery_id)) AS delivery_id,
    COALESCE(MIN(CASE WHEN told.value_kind = 'level' THEN told.row_number END), MIN(told.row_number)) AS row_number
  FROM core.result_told AS told
  JOIN seed.result_line AS line
    ON line.published_measure_code = told.measure_code AND line.line_code <> 'DEFICIT_BEFORE'
  WHERE
    told.place = 1 AND told.period_kind IN ('month', 'ytd', 'year', 'forecast_year')
  GROUP BY
    1,
    told.fiscal_year,
    told.period_to,
    4,
    line.line_code,
    told.is_simulated
), deficit AS (
  SELECT
    fiscal_year + 1 AS fiscal_year,
    read_sek,
    is_simulated,
    delivery_id,
    row_number
  FROM core.result_told
  WHERE
    place = 1
    AND measure_code = 'balance_requirement_deficit'
    AND value_kind = 'level'
    AND EXTRACT(MONTH FROM period_to) = 12
), budget AS (
  SELECT
    told.fiscal_year,
    told.period_to,
    line.line_code,
    told.read_sek,
    told.is_simulated,
    told.delivery_id,
    told.row_number
  FROM core.result_told AS told
  JOIN seed.published_measure AS measure
    ON measure.measure_code = told.measure_code
  JOIN seed.result_line AS line
    ON line.published_measure_code = measure.budget_of_code
  WHERE
    told.place = 1 AND told.value_kind = 'level' AND told.period_kind IN ('year', 'forecast_year')
)
SELECT
  basis_code,
  fiscal_year,
  period_to,
  period_kind,
  line_code,
  amount_sek::DECIMAL(18, 2) AS amount_sek,
  deviation_sek::DECIMAL(18, 2) AS deviation_sek,
  is_simulated,
  delivery_id,
  row_number
FROM published
UNION ALL BY NAME
SELECT
  'published_budget' AS basis_code,
  fiscal_year,
  period_to,
  'year' AS period_kind,
  line_code,
  read_sek::DECIMAL(18, 2) AS amount_sek,
  NULL::DECIMAL(18, 2) AS deviation_sek,
  is_simulated,
  delivery_id,
  row_number
FROM budget
UNION ALL BY NAME
SELECT DISTINCT
  published.basis_code,
  published.fiscal_year,
  published.period_to,
  published.period_kind,
  'DEFICIT_BEFORE' AS line_code,
  deficit.read_sek::DECIMAL(18, 2) AS amount_sek,
  NULL::DECIMAL(18, 2) AS deviation_sek,
  deficit.is_simulated,
  deficit.delivery_id,
  deficit.row_number
FROM published
JOIN deficit
  ON deficit.fiscal_year = published.fiscal_year
WHERE
  published.period_kind = 'year'

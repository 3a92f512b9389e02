MODEL (
  name core.result_item,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
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
), told AS (
  SELECT
    figure.*,
    COALESCE(doubt.read_factor * figure.value * figure.canonical_sign, figure.amount_sek) AS read_sek,
    ROW_NUMBER() OVER (
      PARTITION BY figure.measure_code, figure.value_kind, figure.period_to, figure.period_kind
      ORDER BY figure.told_on DESC, figure.figure_id DESC
    ) AS place
  FROM core.published_figure AS figure
  LEFT JOIN core.published_unit_doubt AS doubt
    ON doubt.figure_id = figure.figure_id
  WHERE
    figure.body_code = @region_code
    AND figure.is_certain
    AND NOT figure.amount_sek IS NULL
    AND (
      (
        figure.value_kind = 'level' AND figure.comparison = 'none'
      )
      OR (
        figure.value_kind = 'deviation' AND figure.comparison = 'budget'
      )
    )
), published AS (
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
  FROM told
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
  FROM told
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
  FROM told
  JOIN seed.published_measure AS measure
    ON measure.measure_code = told.measure_code
  JOIN seed.result_line AS line
    ON line.published_measure_code = measure.budget_of_code
  WHERE
    told.place = 1 AND told.value_kind = 'level' AND told.period_kind IN ('year', 'forecast_year')
), finance AS (
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
), listed AS (
  SELECT
    'plan' AS basis_code,
    fiscal_year,
    MAKE_DATE(fiscal_year, 12, 31) AS period_to,
    'year' AS period_kind,
    line_code,
    amount_sek,
    NULL AS deviation_sek,
    is_simulated,
    delivery_id,
    row_number
  FROM plan
  UNION ALL
  SELECT
    'published_budget',
    fiscal_year,
    period_to,
    'year',
    line_code,
    read_sek,
    NULL,
    is_simulated,
    delivery_id,
    row_number
  FROM budget
  UNION ALL
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
    row_number
  FROM published
  UNION ALL
  SELECT
    period.basis_code,
    period.fiscal_year,
    period.period_to,
    period.period_kind,
    'DEFICIT_BEFORE',
    deficit.read_sek,
    NULL,
    deficit.is_simulated,
    deficit.delivery_id,
    deficit.row_number
  FROM (
    SELECT DISTINCT
      basis_code,
      fiscal_year,
      period_to,
      period_kind
    FROM published
    WHERE
      period_kind = 'year'
  ) AS period
  JOIN deficit
    ON deficit.fiscal_year = period.fiscal_year
  UNION ALL
  SELECT
    'month',
    EXTRACT(YEAR FROM month),
    CAST(month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE),
    'month',
    item_code,
    amount_sek,
    NULL,
    is_simulated,
    delivery_id,
    row_number
  FROM finance
  UNION ALL
  SELECT
    'month',
    EXTRACT(YEAR FROM until.month),
    CAST(until.month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE),
    'ytd',
    until.item_code,
    CASE WHEN COUNT(*) = EXTRACT(MONTH FROM until.month) THEN SUM(before.amount_sek) END,
    NULL,
    until.is_simulated,
    MIN(before.delivery_id),
    NULL
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

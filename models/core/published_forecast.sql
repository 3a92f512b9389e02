MODEL (
  name core.published_forecast,
  kind EMBEDDED,
  grain (
    figure_id
  ),
  description 'One row per year-end forecast that the region has published, with what came as last told; the press telling one again is not another',
  column_descriptions (
    fiscal_year = 'as forecast_year',
    forecast_on = 'own: Day that the forecast was published',
    known_to = 'own: Latest day of outcome that its page tells; empty where it tells none',
    forecast_sek = 'own: Forecast in kronor, in the unit that it can only be'
  ),
  tags (
    'working'
  )
);

WITH told AS (
  SELECT
    figure.*,
    COALESCE(doubt.read_factor * figure.value * figure.canonical_sign, figure.amount_sek) AS read_sek
  FROM core.published_figure AS figure
  LEFT JOIN core.published_unit_doubt AS doubt
    ON doubt.figure_id = figure.figure_id
  WHERE
    NOT figure.amount_sek IS NULL
    AND figure.value_kind IN ('level', 'deviation')
    AND figure.comparison IN ('none', 'budget')
), outcome AS (
  SELECT
    *
  FROM (
    SELECT
      told.*,
      ROW_NUMBER() OVER (PARTITION BY body_code, measure_code, comparison, fiscal_year ORDER BY told_on DESC, figure_id DESC) AS place
    FROM told
    WHERE
      period_kind IN ('year', 'ytd')
      AND EXTRACT(MONTH FROM period_to) = 12
      AND EXTRACT(DAY FROM period_to) = 31
      AND EXTRACT(MONTH FROM period_from) = 1
  ) AS ordered
  WHERE
    place = 1
), known AS (
  SELECT
    page_code,
    body_code,
    fiscal_year,
    MAX(period_to) AS known_to
  FROM told
  WHERE
    period_kind IN ('ytd', 'month')
  GROUP BY
    page_code,
    body_code,
    fiscal_year
)
SELECT
  told.body_code::TEXT AS body_code,
  told.measure_code::TEXT AS measure_code,
  told.comparison::TEXT AS comparison,
  told.fiscal_year::INT AS fiscal_year,
  told.told_on::DATE AS forecast_on,
  known.known_to::DATE AS known_to,
  told.read_sek::DECIMAL(18, 2) AS forecast_sek,
  outcome.read_sek::DECIMAL(18, 2) AS outcome_sek,
  outcome.told_on::DATE AS outcome_on,
  told.figure_id::TEXT AS figure_id,
  outcome.figure_id::TEXT AS outcome_figure_id,
  told.is_simulated::BOOLEAN AS is_simulated,
  told.delivery_id::TEXT AS delivery_id,
  told.row_number::INT AS row_number
FROM told
LEFT JOIN outcome
  ON outcome.body_code = told.body_code
  AND outcome.measure_code = told.measure_code
  AND outcome.comparison = told.comparison
  AND outcome.fiscal_year = told.fiscal_year
LEFT JOIN known
  ON known.page_code = told.page_code
  AND known.body_code = told.body_code
  AND known.fiscal_year = told.fiscal_year
LEFT JOIN told AS own /* the press telling the same forecast is no forecast of its own */
  ON told.source_kind = 'relay'
  AND own.source_kind = 'own'
  AND own.series_code = told.series_code
  AND own.read_sek = told.read_sek
  AND own.told_on BETWEEN told.told_on - INTERVAL '31' DAY AND told.told_on + INTERVAL '31' DAY
WHERE
  told.period_kind = 'forecast_year'
  AND told.nature IN ('result', 'cost', 'revenue')
  AND own.figure_id IS NULL

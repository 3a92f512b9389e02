WITH page AS (
  SELECT DISTINCT delivery_id
  FROM mart.published_figure
  WHERE period_to = LAST_DAY($month) AND period_kind <> 'forecast_year'
)
SELECT
  figure.figure_id, figure.body_code, figure.body_name, figure.measure_name AS quantity_name,
  figure.measure_name_en AS quantity_name_en, figure.period_kind, figure.comparison, figure.value_kind, figure.value,
  figure.unit, figure.published_on, figure.source_title, figure.is_simulated, figure.file_name, figure.sheet,
  figure.row_number
FROM mart.published_figure AS figure
JOIN mart.published_series AS series ON series.figure_id = figure.figure_id
WHERE (
    (figure.period_to = LAST_DAY($month) AND figure.period_kind <> 'forecast_year' AND series.is_latest)
    OR (
      figure.period_kind = 'forecast_year' AND figure.delivery_id IN (SELECT delivery_id FROM page)
      AND figure.fiscal_year = CAST(EXTRACT(YEAR FROM $month) AS INTEGER)
    )
  )
  AND ($board = $region OR figure.body_code = $board)
ORDER BY figure.body_code, figure.period_kind DESC, figure.measure_name, figure.comparison, figure.figure_id

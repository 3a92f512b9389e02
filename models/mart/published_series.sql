MODEL (
  name mart.published_series,
  grain (series_code, telling_number),
  description 'One row per body × measure × period × comparison × telling: what the published record said of it from one publication to the next. Filter told_on and known_to for what was known on a day',
  column_descriptions (
    series_code = 'own: Body, measure, period, comparison and kind of value; forecasts of a year apart from its outcome',
    telling_number = 'Order of the publications that tell it, from 1',
    measure_code = 'own: Code of what is measured',
    measure_name = 'own: What is measured, in Swedish',
    period_kind = 'own: month, ytd, year, forecast_year or point_in_time, as first told',
    fiscal_year = 'own: Year that the period ends in',
    comparison = 'own: What it is compared with: none, prior_year, budget or forecast_before',
    told_on = 'own: Day from which it was known so',
    known_to = 'own: Day of the next telling; empty for the last',
    is_latest = 'own: True for the last telling',
    value = 'own: Number in the printed unit, signed as in the record',
    unit = 'own: Unit as printed',
    amount_sek = 'own: Amount in kronor, revenue + and cost −, deviation + when better; read in the unit that fits where the printed one cannot be right; empty where it is no money, or neither cost nor revenue is known',
    before_amount_sek = 'The same in the telling before; empty for the first',
    revision_sek = 'own: What the telling changed: amount less that of the telling before',
    telling_count = 'Publications that tell it'
  ),
  audits (
    not_null(columns := (body_code, measure_code, told_on, value, unit, figure_id))
  )
);

WITH told AS (
  SELECT
    figure.*,
    COALESCE(doubt.read_factor * figure.value * figure.canonical_sign, figure.amount_sek) AS read_sek,
    ROW_NUMBER() OVER (PARTITION BY figure.series_code ORDER BY figure.told_on, figure.figure_id) AS telling_number
  FROM core.published_figure AS figure
  LEFT JOIN core.published_unit_doubt AS doubt
    ON doubt.figure_id = figure.figure_id
), ordered AS (
  SELECT
    told.*,
    LEAD(told_on) OVER (PARTITION BY series_code ORDER BY telling_number) AS known_to,
    LAG(read_sek) OVER (PARTITION BY series_code ORDER BY telling_number) AS before_sek,
    COUNT(*) OVER (PARTITION BY series_code) AS telling_count,
    FIRST_VALUE(period_kind) OVER (PARTITION BY series_code ORDER BY telling_number) AS first_period_kind
  FROM told
)
SELECT
  ordered.series_code::TEXT AS series_code,
  ordered.telling_number::INT AS telling_number,
  ordered.body_code::TEXT AS body_code,
  ordered.measure_code::TEXT AS measure_code,
  COALESCE(measure.measure_name, ordered.measure_code)::TEXT AS measure_name,
  COALESCE(measure.measure_name_en, ordered.measure_code)::TEXT AS measure_name_en,
  ordered.period_from::DATE AS period_from,
  ordered.period_to::DATE AS period_to,
  ordered.first_period_kind::TEXT AS period_kind,
  ordered.fiscal_year::INT AS fiscal_year,
  ordered.comparison::TEXT AS comparison,
  ordered.value_kind::TEXT AS value_kind,
  ordered.told_on::DATE AS told_on,
  ordered.known_to::DATE AS known_to,
  (
    ordered.telling_number = ordered.telling_count
  )::BOOLEAN AS is_latest,
  ordered.value::DECIMAL(18, 6) AS value,
  ordered.unit_text::TEXT AS unit,
  ordered.read_sek::DECIMAL(18, 2) AS amount_sek,
  ordered.before_sek::DECIMAL(18, 2) AS before_amount_sek,
  (
    ordered.read_sek - ordered.before_sek
  )::DECIMAL(18, 2) AS revision_sek,
  ordered.telling_count::INT AS telling_count,
  ordered.figure_id::TEXT AS figure_id,
  ordered.source_title::TEXT AS source_title,
  ordered.source_kind::TEXT AS source_kind,
  ordered.is_certain::BOOLEAN AS is_certain,
  ordered.is_simulated::BOOLEAN AS is_simulated,
  ordered.delivery_id::TEXT AS delivery_id,
  ordered.row_number::INT AS row_number
FROM ordered
LEFT JOIN seed.published_measure AS measure
  ON measure.measure_code = ordered.measure_code

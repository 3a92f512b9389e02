MODEL (
  name mart.published_figure,
  grain (
    figure_id
  ),
  description 'One row per figure that the region has published about its own months and years, as printed, with the page it stands on. Real, and no month of a ledger: it is in no sum with one',
  column_descriptions (
    body_name = 'Name of the body in Swedish',
    period_kind = 'own: month, ytd, year, forecast_year or point_in_time',
    fiscal_year = 'own: Year that the period ends in',
    measure_code = 'own: Code of what is measured',
    measure_name = 'own: What is measured, in Swedish',
    comparison = 'own: What it is compared with: none, prior_year, budget or forecast_before',
    value_text = 'own: Figure exactly as printed',
    value = 'own: Number in the printed unit, signed: + is better for results and deviations, + is higher for changes',
    unit = 'own: Unit as printed, also where it is wrong',
    amount_sek = 'own: Amount in kronor as printed, revenue + and cost −, deviation + when better; empty where it is no money, or neither cost nor revenue is known',
    fitting_unit = 'Unit that would fit, where the printed one cannot be right; the amount is still as printed',
    fitting_amount_sek = 'The amount in kronor, read in the unit that would fit',
    note = 'own: A short note of our own',
    series_code = 'own: The series in mart.published_series that it is a telling of'
  ),
  audits (
    not_null(
      columns := (
        body_code,
        measure_code,
        measure_name,
        value_text,
        value,
        unit,
        source_title,
        url,
        delivery_id,
        row_number
      )
    )
  )
);

SELECT
  figure.figure_id::TEXT AS figure_id,
  figure.body_code::TEXT AS body_code,
  board.board_name::TEXT AS body_name,
  figure.period_from::DATE AS period_from,
  figure.period_to::DATE AS period_to,
  figure.period_kind::TEXT AS period_kind,
  figure.fiscal_year::INT AS fiscal_year,
  figure.measure_code::TEXT AS measure_code,
  COALESCE(measure.measure_name, figure.measure_code)::TEXT AS measure_name,
  COALESCE(measure.measure_name_en, figure.measure_code)::TEXT AS measure_name_en,
  figure.comparison::TEXT AS comparison,
  figure.value_kind::TEXT AS value_kind,
  figure.value_text::TEXT AS value_text,
  figure.value::DECIMAL(18, 6) AS value,
  figure.unit_text::TEXT AS unit,
  figure.printed_precision::DECIMAL(18, 6) AS printed_precision,
  figure.sign_convention::TEXT AS sign_convention,
  figure.amount_sek::DECIMAL(18, 2) AS amount_sek,
  doubt.read_unit::TEXT AS fitting_unit,
  (
    figure.value * doubt.read_factor * figure.canonical_sign
  )::DECIMAL(18, 2) AS fitting_amount_sek,
  figure.published_on::DATE AS published_on,
  figure.published_text::TEXT AS published_text,
  figure.date_basis::TEXT AS date_basis,
  figure.source_title::TEXT AS source_title,
  figure.url::TEXT AS url,
  figure.source_kind::TEXT AS source_kind,
  figure.is_certain::BOOLEAN AS is_certain,
  figure.note::TEXT AS note,
  figure.series_code::TEXT AS series_code,
  figure.is_simulated::BOOLEAN AS is_simulated,
  delivery.file_name::TEXT AS file_name,
  figure.delivery_id::TEXT AS delivery_id,
  figure.sheet::TEXT AS sheet,
  figure.row_number::INT AS row_number
FROM core.published_figure AS figure
JOIN core.delivery AS delivery
  ON delivery.delivery_id = figure.delivery_id
LEFT JOIN seed.board AS board
  ON board.board_code = figure.body_code
LEFT JOIN seed.published_measure AS measure
  ON measure.measure_code = figure.measure_code
LEFT JOIN core.published_unit_doubt AS doubt
  ON doubt.figure_id = figure.figure_id

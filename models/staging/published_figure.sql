MODEL (
  name staging.published_figure,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per published figure as delivered',
  column_descriptions (
    period_kind = 'own: month, ytd, year, forecast_year or point_in_time',
    measure_code = 'own: Code of what is measured',
    value_text = 'own: Figure exactly as printed',
    value = 'own: Number in the printed unit, signed: + is better for results and deviations, + is higher for changes',
    unit_text = 'own: Unit as printed, also where it is wrong',
    note = 'own: A short note of our own'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.published_figure)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.figure_id::TEXT AS figure_id,
  source.source_title::TEXT AS source_title,
  source.url::TEXT AS url,
  source.published_on::TEXT AS published_text,
  source.body_code::TEXT AS body_code,
  source.period_from::DATE AS period_from,
  source.period_to::DATE AS period_to,
  source.period_kind::TEXT AS period_kind,
  source.measure_code::TEXT AS measure_code,
  source.comparison::TEXT AS comparison,
  source.value_kind::TEXT AS value_kind,
  source.printed_text::TEXT AS value_text,
  source.value::DECIMAL(18, 6) AS value,
  source.unit::TEXT AS unit_text,
  source.sign_convention::TEXT AS sign_convention,
  source.is_certain::BOOLEAN AS is_certain,
  source.note::TEXT AS note,
  source.printed_precision::DECIMAL(18, 6) AS printed_precision,
  source.number_format::TEXT AS number_format,
  source.date_basis::TEXT AS date_basis,
  source.source_kind::TEXT AS source_kind
FROM lake.published_figure AS source

MODEL (
  name core.published_figure,
  grain (
    figure_id
  ),
  tags (
    'delivered rows differ: a figure that is printed anew counts as in its newest delivery'
  ),
  description 'One row per figure that the region has published about its months and years, as last delivered: real, no month of a ledger, and in no sum with one',
  column_descriptions (
    page_code = 'Page: its address and title',
    period_kind = 'own: month, ytd, year, forecast_year or point_in_time',
    fiscal_year = 'own: Year that the period ends in',
    measure_code = 'own: Code of what is measured',
    value_text = 'own: Figure exactly as printed',
    value = 'own: Number in the printed unit, signed: + is better for results and deviations, + is higher for changes',
    unit_text = 'own: Unit as printed, also where it is wrong',
    money_unit = 'own: kr, tkr, mkr or mdkr as printed; empty where it is not money',
    unit_factor = 'Kronor of one printed unit; 1 where it is not money',
    base_value = 'own: Value in kronor, or as it is where it is not money, in the sign of the record',
    base_precision = 'Unit of the last printed digit, alike',
    canonical_sign = 'What turns the record''s sign into the warehouse''s (cost −): +1 or −1; empty where the measure is not known',
    amount_sek = 'own: Amount in kronor as printed, revenue + and cost −, deviation + when better; empty where it is no money, or neither cost nor revenue is known',
    note = 'own: A short note of our own'
  ),
  audits (
    not_null(columns := (told_on, series_code, value_text, value, unit_text, delivery_id, row_number)),
    published_value_is_as_printed,
    published_code_is_known
  )
);

WITH told AS (
  SELECT
    figure.*,
    CASE LENGTH(figure.published_text)
      WHEN 10
      THEN TRY_CAST(figure.published_text AS DATE)
      WHEN 7
      THEN CAST(TRY_CAST(figure.published_text || '-01' AS DATE) + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE)
      WHEN 4
      THEN TRY_CAST(figure.published_text || '-12-31' AS DATE)
    END AS published_on,
    delivery.known_from,
    delivery.is_simulated,
    ROW_NUMBER() OVER (
      PARTITION BY figure.figure_id
      ORDER BY delivery.known_from DESC, delivery.loaded_at DESC, figure.delivery_id DESC, figure.row_number
    ) AS telling
  FROM staging.published_figure AS figure
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = figure.delivery_id AND delivery.is_current
  WHERE
    figure.row_kind = 'data'
), measured AS (
  SELECT
    told.*,
    measure.nature,
    unit.unit_kind,
    unit.money_unit,
    unit.factor AS unit_factor,
    CASE
      WHEN told.sign_convention LIKE '+ better%'
      THEN 1
      WHEN measure.nature IS NULL
      THEN NULL
      WHEN measure.nature = 'cost'
      AND told.value_kind = 'level'
      AND told.sign_convention = 'cost printed negative'
      THEN 1
      WHEN measure.nature = 'cost' AND told.value_kind IN ('level', 'change')
      THEN -1
      WHEN measure.nature = 'deficit' AND told.sign_convention = 'level, deficit printed positive'
      THEN -1
      ELSE 1
    END AS canonical_sign,
    told.value::DECIMAL(38, 6) * unit.factor AS base_value,
    COALESCE(told.period_from::TEXT, '') || '--' || COALESCE(told.period_to::TEXT, '') AS span_code,
    CASE WHEN told.period_kind = 'forecast_year' THEN '/forecast' ELSE '' END AS ahead_code
  FROM told
  LEFT JOIN seed.published_measure AS measure
    ON measure.measure_code = told.measure_code
  LEFT JOIN seed.published_unit AS unit
    ON unit.unit_key = @label_key(told.unit_text)
  WHERE
    told.telling = 1
)
SELECT
  figure_id::TEXT AS figure_id,
  (
    url || ' ' || source_title
  )::TEXT AS page_code,
  source_title::TEXT AS source_title,
  url::TEXT AS url,
  published_text::TEXT AS published_text,
  published_on::DATE AS published_on,
  COALESCE(published_on, known_from)::DATE AS told_on,
  body_code::TEXT AS body_code,
  period_from::DATE AS period_from,
  period_to::DATE AS period_to,
  period_kind::TEXT AS period_kind,
  EXTRACT(YEAR FROM period_to)::INT AS fiscal_year,
  measure_code::TEXT AS measure_code,
  nature::TEXT AS nature,
  comparison::TEXT AS comparison,
  value_kind::TEXT AS value_kind,
  (
    body_code || '/' || measure_code || '/' || span_code || '/' || comparison || '/' || value_kind || ahead_code
  )::TEXT AS series_code,
  value_text::TEXT AS value_text,
  value::DECIMAL(18, 6) AS value,
  unit_text::TEXT AS unit_text,
  unit_kind::TEXT AS unit_kind,
  money_unit::TEXT AS money_unit,
  unit_factor::BIGINT AS unit_factor,
  CASE WHEN ABS(base_value) < 1000000000000000 THEN base_value END::DECIMAL(24, 6) AS base_value,
  (
    ABS(printed_precision::DECIMAL(38, 6)) * unit_factor
  )::DECIMAL(24, 6) AS base_precision,
  canonical_sign::INT AS canonical_sign,
  CASE
    WHEN unit_kind = 'money' AND value_kind <> 'percent' AND ABS(base_value) < 1000000000000000
    THEN base_value * canonical_sign
  END::DECIMAL(18, 2) AS amount_sek,
  sign_convention::TEXT AS sign_convention,
  is_certain::BOOLEAN AS is_certain,
  note::TEXT AS note,
  printed_precision::DECIMAL(18, 6) AS printed_precision,
  number_format::TEXT AS number_format,
  date_basis::TEXT AS date_basis,
  source_kind::TEXT AS source_kind,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number
FROM measured

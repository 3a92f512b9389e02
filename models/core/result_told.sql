MODEL (
  name core.result_told,
  kind EMBEDDED,
  grain (
    figure_id
  ),
  description 'One row per figure on the whole region in the published record that is certain, in kronor, with its place among those that tell the same: 1 is the last told',
  column_descriptions (
    read_sek = 'Amount in kronor, revenue + and cost −, in the unit that fits where the printed cannot be right',
    place = 'own: Order among the figures that tell the same, the last told first'
  )
);

SELECT
  figure.figure_id,
  figure.period_to,
  figure.period_kind,
  figure.fiscal_year,
  figure.measure_code,
  figure.value_kind,
  figure.amount_sek,
  figure.is_simulated,
  figure.delivery_id,
  figure.sheet,
  figure.row_number,
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

MODEL (
  name core.published_check_cell,
  grain (check_code, side, figure_id),
  description 'One row per check of the published record × side × figure: of relations, and of amounts whose unit cannot be right, as printed against the unit that would fit',
  column_descriptions (
    coefficient = 'own: What a small change of the figure gives its side',
    amount_sek = 'own: Amount as the check counts it, in kronor, revenue + and cost −; empty where it is no money',
    precision_sek = 'own: Printed precision in kronor × what the difference changes with the figure',
    unit_code = 'as printed_unit',
    row_label = 'own: The figure: its number, body and measure',
    value_text = 'own: Figure exactly as printed'
  ),
  tags (
    'working'
  ),
  audits (
    accepted_values("column" := side, is_in := ('stated', 'computed'))
  )
);

WITH cell AS (
  SELECT
    'PUBLISHED/' || relation_code AS check_code,
    relation_code,
    side,
    figure_id,
    coefficient,
    amount,
    precision,
    is_money
  FROM core.published_relation_cell
  UNION ALL
  SELECT
    'PUBLISHED/unit/' || doubt.figure_id,
    NULL,
    'stated',
    doubt.figure_id,
    1,
    figure.base_value * COALESCE(figure.canonical_sign, 1),
    figure.base_precision,
    TRUE
  FROM core.published_unit_doubt AS doubt
  JOIN core.published_figure AS figure
    ON figure.figure_id = doubt.figure_id
  UNION ALL
  SELECT
    'PUBLISHED/unit/' || doubt.figure_id,
    NULL,
    'computed',
    doubt.figure_id,
    1,
    figure.value * doubt.read_factor * COALESCE(figure.canonical_sign, 1),
    figure.printed_precision * doubt.read_factor,
    TRUE
  FROM core.published_unit_doubt AS doubt
  JOIN core.published_figure AS figure
    ON figure.figure_id = doubt.figure_id
)
SELECT
  cell.check_code::TEXT AS check_code,
  cell.relation_code::TEXT AS relation_code,
  cell.side::TEXT AS side,
  cell.figure_id::TEXT AS figure_id,
  cell.coefficient::DECIMAL(24, 6) AS coefficient,
  CASE WHEN cell.is_money THEN cell.amount END::DECIMAL(18, 2) AS amount_sek,
  CASE WHEN cell.is_money THEN cell.precision END::DECIMAL(18, 2) AS precision_sek,
  CASE WHEN NOT cell.is_money THEN cell.amount END::DECIMAL(24, 6) AS number,
  CASE WHEN NOT cell.is_money THEN cell.precision END::DECIMAL(24, 6) AS number_precision,
  COALESCE(figure.money_unit, figure.unit_text)::TEXT AS unit_code,
  figure.is_simulated::BOOLEAN AS is_simulated,
  figure.delivery_id::TEXT AS delivery_id,
  figure.sheet::TEXT AS sheet,
  figure.row_number::INT AS row_number,
  (
    figure.figure_id || ' ' || figure.body_code || ' ' || COALESCE(measure.measure_name, figure.measure_code)
  )::TEXT AS row_label,
  figure.value_text::TEXT AS value_text
FROM cell
JOIN core.published_figure AS figure
  ON figure.figure_id = cell.figure_id
LEFT JOIN seed.published_measure AS measure
  ON measure.measure_code = figure.measure_code

MODEL (
  name core.published_check_side,
  kind EMBEDDED,
  grain (
    check_code
  ),
  description 'One row per check of the published record, with the difference of its sides, the figure that it is about, and what of the figures could be wrong',
  column_descriptions (
    difference = 'Stated side less the computed',
    square_sum = 'Sum of the squares of the precisions',
    figure_id = 'own: Figure of the stated side',
    doubted_id = 'Figure whose unit cannot be right; empty where none is',
    read_unit = 'own: The unit that would fit',
    is_sign_turned = 'True where the relation holds with a sign turned',
    place = 'own: Body and measure, in Swedish',
    period = 'Period as it is said in a label',
    relation_note = 'Remark of the origin on the relation',
    is_uncertain = 'own: True where one of the figures is uncertain',
    unit_text = 'own: Unit as printed',
    unit_code = 'own: Unit in which the stated side is printed',
    kind_code = 'own: Kind of relation; empty for a check of a unit',
    fiscal_year = 'own: Year that the stated figure is about'
  ),
  tags (
    'binary floating point (square_sum): a sum of squares, only compared, right to 1e-12 of itself'
  )
);

WITH side AS (
  SELECT
    cell.check_code,
    MAX(cell.relation_code) AS relation_code,
    MIN(CASE WHEN cell.side = 'stated' THEN cell.figure_id END) AS figure_id,
    SUM(CASE cell.side WHEN 'stated' THEN 1 ELSE -1 END * COALESCE(cell.amount_sek, cell.number)) AS difference,
    SUM(
      COALESCE(cell.precision_sek, cell.number_precision)::DOUBLE * COALESCE(cell.precision_sek, cell.number_precision)::DOUBLE
    ) AS square_sum,
    BOOL_OR(CAST(NOT figure.is_certain AS BOOLEAN)) AS is_uncertain
  FROM core.published_check_cell AS cell
  JOIN core.published_figure AS figure
    ON figure.figure_id = cell.figure_id
  GROUP BY
    cell.check_code
), turned AS (
  SELECT DISTINCT
    relation_code
  FROM core.published_reading
  WHERE
    change_code = 'sign_turned'
), unit_doubt AS (
  SELECT
    relation_code,
    MIN(figure_id) AS figure_id,
    MIN(read_unit) AS read_unit
  FROM core.published_reading AS reading
  WHERE
    change_code = 'unit'
    AND EXISTS(
      SELECT
        1
      FROM core.published_unit_doubt AS doubt
      WHERE
        doubt.figure_id = reading.figure_id AND doubt.read_unit = reading.read_unit
    )
  GROUP BY
    relation_code
)
SELECT
  side.check_code,
  side.relation_code,
  side.figure_id,
  side.difference,
  side.square_sum,
  side.is_uncertain,
  figure.body_code,
  figure.fiscal_year,
  figure.unit_text,
  COALESCE(figure.money_unit, figure.unit_text) AS unit_code,
  figure.is_simulated,
  relation.kind_code,
  relation.assumption,
  relation.note AS relation_note,
  COALESCE(unit_doubt.figure_id, doubt.figure_id) AS doubted_id,
  COALESCE(unit_doubt.read_unit, doubt.read_unit) AS read_unit,
  NOT turned.relation_code IS NULL AND relation.kind_code = 'same_figure' AS is_sign_turned,
  ': ' || figure.body_code || ', ' || COALESCE(measure.measure_name, figure.measure_code) AS place,
  ': ' || figure.body_code || ', ' || COALESCE(measure.measure_name_en, figure.measure_code) AS place_en,
  COALESCE(' ' || figure.period_from::TEXT || '–' || figure.period_to::TEXT, ' ' || figure.period_to::TEXT, '') AS period,
  figure.value_text
FROM side
JOIN core.published_figure AS figure
  ON figure.figure_id = side.figure_id
LEFT JOIN core.published_relation AS relation
  ON relation.relation_code = side.relation_code
LEFT JOIN unit_doubt
  ON unit_doubt.relation_code = side.relation_code
LEFT JOIN core.published_unit_doubt AS doubt
  ON 'PUBLISHED/unit/' || doubt.figure_id = side.check_code
LEFT JOIN turned
  ON turned.relation_code = side.relation_code
LEFT JOIN seed.published_measure AS measure
  ON measure.measure_code = figure.measure_code

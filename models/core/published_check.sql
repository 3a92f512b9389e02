MODEL (
  name core.published_check,
  grain (
    check_code
  ),
  description 'One row per check of the published record: what it compares and what a difference would be',
  column_descriptions (
    check_kind = 'own: What is compared: published_ and the kind of relation, or published_unit',
    difference_kind = 'own: Kind that a difference would be; a unit or a sign where reading one so makes the relation hold',
    fiscal_year = 'own: Year that the stated figure is about',
    board_code = 'own: Body of the stated figure; RJH for the region',
    unit_code = 'own: Unit in which the stated side is printed',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English',
    is_within_rounding = 'True where the printed precision explains the difference'
  ),
  tags (
    'working',
    'binary floating point (square_sum): a sum of squares, only compared, right to 1e-12 of itself'
  ),
  audits (
    not_null(columns := (check_kind, difference_kind, label, label_en)),
    foreign_key_known("column" := difference_kind, parent := seed.difference_kind, parent_column := difference_kind),
    published_relation_holds_as_delivered
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
), named AS (
  SELECT
    side.*,
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
    COALESCE(' ' || figure.period_from::TEXT || '–' || figure.period_to::TEXT, ' ' || figure.period_to::TEXT, '') || ' (' || figure.value_text || ')' AS period
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
)
SELECT
  named.check_code::TEXT AS check_code,
  named.relation_code::TEXT AS relation_code,
  (
    'published_' || COALESCE(named.kind_code, 'unit')
  )::TEXT AS check_kind,
  CASE
    WHEN NOT named.doubted_id IS NULL
    THEN 'unit_misprinted'
    WHEN named.is_sign_turned
    THEN 'sign_misprinted'
    ELSE COALESCE(kind.difference_kind, 'arithmetic')
  END::TEXT AS difference_kind,
  named.fiscal_year::INT AS fiscal_year,
  named.body_code::TEXT AS board_code,
  (
    COALESCE(kind.kind_name, named.kind_code, 'Beloppet som tryckt mot den enhet som passar') || named.place || named.period
  )::TEXT AS label,
  (
    COALESCE(kind.kind_name_en, named.kind_code, 'The amount as printed against the unit that fits') || named.place_en || named.period
  )::TEXT AS label_en,
  named.unit_code::TEXT AS unit_code,
  NULLIF(
    TRIM(
      CASE
        WHEN NOT named.doubted_id IS NULL
        THEN 'Enheten för ' || named.doubted_id || ' kan inte stämma: läst i ' || named.read_unit || ' går det ihop. '
        ELSE ''
      END || CASE WHEN named.is_sign_turned THEN 'Med vänt tecken går det ihop. ' ELSE '' END || COALESCE('Läst så: ' || named.assumption || '. ', '') || CASE WHEN named.is_uncertain THEN 'Minst en av siffrorna är osäker. ' ELSE '' END
    ),
    ''
  )::TEXT AS note,
  NULLIF(
    TRIM(
      CASE
        WHEN NOT named.doubted_id IS NULL
        THEN 'The unit of ' || named.doubted_id || ' cannot be right: read in ' || named.read_unit || ' it holds. '
        ELSE ''
      END || CASE WHEN named.is_sign_turned THEN 'With its sign turned it holds. ' ELSE '' END || COALESCE('Read so: ' || named.assumption || '. ', '') || CASE WHEN named.is_uncertain THEN 'At least one of the figures is uncertain. ' ELSE '' END || COALESCE('Gathered with the note: ' || named.relation_note || '.', '')
    ),
    ''
  )::TEXT AS note_en,
  (
    4 * named.difference::DOUBLE * named.difference::DOUBLE <= 3 * named.square_sum
  )::BOOLEAN AS is_within_rounding,
  named.is_simulated::BOOLEAN AS is_simulated
FROM named
LEFT JOIN seed.published_relation_kind AS kind
  ON kind.kind_code = named.kind_code

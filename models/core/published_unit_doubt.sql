MODEL (
  name core.published_unit_doubt,
  grain (
    figure_id
  ),
  description 'One row per published amount whose unit cannot be right, with the unit that would fit: a relation holds in that unit alone, or the amount is hundreds of times off the body''s other amounts of the measure',
  column_descriptions (
    read_unit = 'own: The unit that would fit: kr, tkr, mkr or mdkr',
    basis_code = 'own: relation, or magnitude where no relation tells',
    relation_code = 'own: The relation that holds in the unit; empty for magnitude'
  ),
  tags ('working', 'binary floating point (magnitude): logarithms, to tell a thousandfold; right to 1e-12'),
  audits (
    not_null(columns := (read_unit, read_factor, basis_code))
  )
);

WITH money_unit AS (
  SELECT DISTINCT
    money_unit,
    factor
  FROM seed.published_unit
  WHERE
    NOT money_unit IS NULL
), told_by_relation AS (
  SELECT
    figure_id,
    MIN(read_unit) AS read_unit,
    MIN(read_factor) AS read_factor,
    MIN(relation_code) AS relation_code
  FROM core.published_reading_ranked
  WHERE
    reading_rank = 1 AND change_code = 'unit'
  GROUP BY
    figure_id
  HAVING
    MIN(read_unit) = MAX(read_unit)
), amount AS (
  SELECT
    figure_id,
    body_code,
    measure_code,
    value_kind,
    unit_factor,
    LOG(10, ABS(base_value)::DOUBLE) AS magnitude
  FROM core.published_figure
  WHERE
    unit_kind = 'money' AND value_kind <> 'percent' AND ABS(base_value) > 0 AND NOT is_simulated
), usual AS (
  SELECT
    body_code,
    measure_code,
    value_kind,
    QUANTILE_CONT(magnitude, 0.5 ORDER BY magnitude) AS magnitude
  FROM amount
  GROUP BY
    body_code,
    measure_code,
    value_kind
  HAVING
    COUNT(*) > 3
), told_by_magnitude AS (
  SELECT
    amount.figure_id,
    money_unit.money_unit AS read_unit,
    money_unit.factor AS read_factor,
    ROW_NUMBER() OVER (
      PARTITION BY amount.figure_id
      ORDER BY ABS(amount.magnitude + LOG(10, money_unit.factor::DOUBLE / amount.unit_factor) - usual.magnitude), money_unit.factor
    ) AS place
  FROM amount
  JOIN usual
    ON usual.body_code = amount.body_code
    AND usual.measure_code = amount.measure_code
    AND usual.value_kind = amount.value_kind
  JOIN money_unit
    ON money_unit.factor <> amount.unit_factor
  WHERE
    ABS(amount.magnitude - usual.magnitude) > 2.5
    AND ABS(amount.magnitude + LOG(10, money_unit.factor::DOUBLE / amount.unit_factor) - usual.magnitude) < 1
)
SELECT
  figure_id::TEXT AS figure_id,
  read_unit::TEXT AS read_unit,
  read_factor::BIGINT AS read_factor,
  'relation'::TEXT AS basis_code,
  relation_code::TEXT AS relation_code
FROM told_by_relation
UNION ALL
SELECT
  magnitude.figure_id::TEXT AS figure_id,
  magnitude.read_unit::TEXT AS read_unit,
  magnitude.read_factor::BIGINT AS read_factor,
  'magnitude'::TEXT AS basis_code,
  NULL::TEXT AS relation_code
FROM told_by_magnitude AS magnitude
LEFT JOIN told_by_relation AS told
  ON told.figure_id = magnitude.figure_id
WHERE
  magnitude.place = 1 AND told.figure_id IS NULL

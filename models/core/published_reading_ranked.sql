MODEL (
  name core.published_reading_ranked,
  kind VIEW,
  grain (relation_code, figure_id, change_code, read_unit),
  description 'One row per reading that alone makes a relation between published figures hold, the likeliest first: the smallest rest, then a unit before a sign, then the larger unit, since a region''s amounts are not kronor, then the figure that is printed without a sign',
  column_descriptions (
    relation_code = 'own: The relation, which does not hold as printed',
    change_code = 'own: omitted, counted_twice, sign_turned, or unit: read in another unit',
    residual = 'Difference that is left, in kronor',
    tolerance = '3σ of the printed precision, read so',
    reading_rank = 'Order of the readings of the relation'
  ),
  tags ('working', 'grain may be empty (read_unit): only a reading in another unit has one'),
  audits (
    not_null(columns := (
      reading_rank
    ))
  )
);

WITH reading AS (
  SELECT
    *,
    CASE change_code WHEN 'unit' THEN 0 ELSE 1 END AS unit_first
  FROM core.published_reading
), figure AS (
  SELECT
    *,
    CASE sign_convention WHEN 'as printed, no sign' THEN 0 ELSE 1 END AS unsigned_first
  FROM core.published_figure
), money_unit AS (
  SELECT DISTINCT
    money_unit,
    factor
  FROM seed.published_unit
  WHERE
    NOT money_unit IS NULL
)
SELECT
  reading.relation_code::TEXT AS relation_code,
  reading.figure_id::TEXT AS figure_id,
  reading.change_code::TEXT AS change_code,
  reading.read_unit::TEXT AS read_unit,
  money_unit.factor::BIGINT AS read_factor,
  reading.residual::DECIMAL(24, 6) AS residual,
  reading.tolerance::DECIMAL(24, 6) AS tolerance,
  ROW_NUMBER() OVER (
    PARTITION BY reading.relation_code
    ORDER BY ABS(reading.residual), reading.unit_first, money_unit.factor DESC, figure.unsigned_first, reading.figure_id
  )::INT AS reading_rank
FROM reading
JOIN figure
  ON figure.figure_id = reading.figure_id
LEFT JOIN money_unit
  ON money_unit.money_unit = reading.read_unit

MODEL (
  name core.unit_successor,
  grain (from_unit_code, unit_code, share_from, valid_from),
  description 'One row per unit, successor and the days in which that is the successor: on any day the shares of a units past sum to one',
  column_descriptions (
    from_unit_code = 'own: Unit that bore the cost',
    unit_code = 'own: Its successor, itself before any reorganisation; UNMAPPED where the past has none',
    valid_from = 'own: First day on which this is the successor',
    valid_to = 'own: First day on which it no longer is; empty while it is'
  )
);

WITH RECURSIVE unit_end AS (
  SELECT
    unit_code,
    MIN(valid_from) AS first_on,
    MAX(COALESCE(valid_to, '9999-12-30'::DATE)) AS last_on
  FROM core.unit
  GROUP BY
    unit_code
), closure AS (
  SELECT
    unit_end.unit_code,
    unit_end.last_on
  FROM unit_end
  LEFT JOIN core.unit_mapping AS mapping
    ON mapping.from_unit_code = unit_end.unit_code
  WHERE
    mapping.from_unit_code IS NULL AND unit_end.last_on < '9999-12-30'::DATE
), step AS (
  SELECT
    from_unit_code,
    to_unit_code,
    share_from,
    share_to,
    effective_on
  FROM core.unit_mapping
  UNION ALL
  SELECT
    unit_code,
    NULL,
    0::DECIMAL(9, 6),
    1::DECIMAL(9, 6),
    CAST(last_on + INTERVAL '1' DAY AS DATE)
  FROM closure
), leaving AS (
  SELECT
    from_unit_code,
    MIN(effective_on) AS leaves_on
  FROM step
  GROUP BY
    from_unit_code
), path AS (
  SELECT
    unit_end.unit_code AS from_unit_code,
    unit_end.unit_code AS unit_code,
    0::DECIMAL(18, 6) AS share_from,
    1::DECIMAL(18, 6) AS share_to,
    '0001-01-01'::DATE AS arrived_on,
    leaving.leaves_on,
    1 AS step_count
  FROM unit_end
  LEFT JOIN leaving
    ON leaving.from_unit_code = unit_end.unit_code
  UNION ALL
  SELECT
    path.from_unit_code,
    COALESCE(step.to_unit_code, 'UNMAPPED'),
    CAST(path.share_from + (
      path.share_to - path.share_from
    ) * step.share_from AS DECIMAL(18, 6)),
    CAST(path.share_from + (
      path.share_to - path.share_from
    ) * step.share_to AS DECIMAL(18, 6)),
    step.effective_on,
    leaving.leaves_on,
    path.step_count + 1
  FROM path
  JOIN step
    ON step.from_unit_code = path.unit_code AND step.effective_on > path.arrived_on
  LEFT JOIN leaving
    ON leaving.from_unit_code = step.to_unit_code AND leaving.leaves_on > step.effective_on
  WHERE
    path.step_count < 20
)
SELECT
  path.from_unit_code::TEXT AS from_unit_code,
  path.unit_code::TEXT AS unit_code,
  path.share_from::DECIMAL(9, 6) AS share_from,
  path.share_to::DECIMAL(9, 6) AS share_to,
  path.arrived_on::DATE AS valid_from,
  path.leaves_on::DATE AS valid_to
FROM path

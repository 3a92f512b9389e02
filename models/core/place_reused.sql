MODEL (
  name core.place_reused,
  kind EMBEDDED,
  grain (organisation_level, organisation_code),
  description 'One row per area or department whose code was given to another one: name or board is another, no unit is in both, and the first had ended. What the code stood for before is not comparable',
  column_descriptions (
    organisation_level = 'own: area or department',
    organisation_code = 'own: Code of the area or department',
    reused_from = 'own: First day on which the code stands for what it stands for now'
  )
);

WITH named AS (
  SELECT
    level.organisation_level,
    CASE level.organisation_level WHEN 'area' THEN unit.area_code ELSE unit.department_code END AS organisation_code,
    CASE level.organisation_level WHEN 'area' THEN unit.area_name ELSE unit.department_name END AS organisation_name,
    unit.board_code,
    unit.unit_code,
    unit.valid_from,
    unit.valid_to
  FROM core.unit AS unit
  CROSS JOIN (VALUES
    ('department'),
    ('area')) AS level(organisation_level)
), spell AS (
  SELECT
    organisation_level,
    organisation_code,
    @label_key(organisation_name) || '/' || board_code AS place,
    unit_code,
    valid_from,
    COALESCE(valid_to, '9999-12-31'::DATE) AS valid_to
  FROM named
), place AS (
  SELECT
    organisation_level,
    organisation_code,
    place,
    MIN(valid_from) AS first_on,
    MAX(valid_to) AS last_on
  FROM spell
  GROUP BY
    organisation_level,
    organisation_code,
    place
), in_both AS (
  SELECT DISTINCT
    before.organisation_level,
    before.organisation_code,
    before.place AS place_before,
    after.place
  FROM spell AS before
  JOIN spell AS after
    ON after.organisation_level = before.organisation_level
    AND after.organisation_code = before.organisation_code
    AND after.unit_code = before.unit_code
)
SELECT
  after.organisation_level,
  after.organisation_code,
  MAX(after.first_on) AS reused_from
FROM place AS before
JOIN place AS after
  ON after.organisation_level = before.organisation_level
  AND after.organisation_code = before.organisation_code
  AND after.first_on > before.last_on
LEFT JOIN in_both
  ON in_both.organisation_level = after.organisation_level
  AND in_both.organisation_code = after.organisation_code
  AND in_both.place_before = before.place
  AND in_both.place = after.place
WHERE
  in_both.place IS NULL
GROUP BY
  after.organisation_level,
  after.organisation_code

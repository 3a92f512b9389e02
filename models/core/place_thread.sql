MODEL (
  name core.place_thread,
  kind EMBEDDED,
  grain (organisation_level, register_code, thread, valid_from),
  description 'One row per code of a board, area or department, period of a unit in it, and what may go on from one period to another: the unit, its successor, the name with its place',
  column_descriptions (
    organisation_level = 'own: board, area or department',
    register_code = 'own: Code of the organisation as the register has it',
    thread = 'What may go on: unit/code, or place/name and place',
    valid_to = 'own: Last day of the period; 9999-12-30 while it lasts'
  )
);

WITH placed AS (
  SELECT
    level.organisation_level,
    CASE level.organisation_level
      WHEN 'board'
      THEN unit.board_code
      WHEN 'area'
      THEN unit.area_code
      ELSE unit.department_code
    END AS register_code,
    CASE level.organisation_level
      WHEN 'board'
      THEN unit.area_code || '/' || @label_key(unit.area_name)
      WHEN 'area'
      THEN unit.board_code || '/' || @label_key(unit.area_name)
      ELSE unit.board_code || '/' || @label_key(unit.department_name)
    END AS place,
    unit.unit_code,
    unit.valid_from,
    COALESCE(unit.valid_to, '9999-12-30'::DATE) AS valid_to
  FROM core.unit AS unit
  CROSS JOIN (VALUES
    ('board'),
    ('area'),
    ('department')) AS level(organisation_level)
)
SELECT
  organisation_level,
  register_code,
  'unit/' || unit_code AS thread,
  valid_from,
  valid_to
FROM placed
UNION ALL
SELECT
  placed.organisation_level,
  placed.register_code,
  'unit/' || mapping.to_unit_code,
  placed.valid_from,
  placed.valid_to
FROM placed
JOIN core.unit_mapping AS mapping
  ON mapping.from_unit_code = placed.unit_code AND NOT mapping.to_unit_code IS NULL
UNION ALL
SELECT
  organisation_level,
  register_code,
  'place/' || place,
  valid_from,
  valid_to
FROM placed

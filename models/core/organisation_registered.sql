MODEL (
  name core.organisation_registered,
  grain (organisation_level, organisation_code),
  description 'One row per level and organisation that a list of the project or the register of units has, with its latest name and board',
  column_descriptions (
    organisation_code = 'as organisation_at_level',
    organisation_name = 'own: Latest name in Swedish',
    organisation_name_en = 'own: The same in English, where a list gives one',
    board_code = 'own: Board that it is or last belonged to; RJH for the region',
    delivery_id = 'own: Delivery of the register; empty where a list of the project has it, and for a code with @ that is no unit''s',
    is_simulated = 'own: True where only the simulated region has it'
  ),
  tags (
    'working'
  )
);

WITH found AS (
  SELECT
    level.organisation_level,
    CASE level.organisation_level
      WHEN 'unit'
      THEN unit.unit_code
      WHEN 'department'
      THEN unit.department_code
      ELSE unit.area_code
    END AS organisation_code,
    CASE level.organisation_level
      WHEN 'unit'
      THEN unit.unit_name
      WHEN 'department'
      THEN unit.department_name
      ELSE unit.area_name
    END AS organisation_name,
    NULL::TEXT AS organisation_name_en,
    unit.board_code,
    unit.delivery_id,
    unit.row_number,
    unit.is_simulated,
    2 AS source_order,
    unit.valid_from
  FROM core.unit AS unit
  CROSS JOIN (VALUES
    ('unit'),
    ('department'),
    ('area')) AS level(organisation_level)
  UNION ALL
  SELECT
    organisation_level,
    organisation_code,
    organisation_name,
    organisation_name_en,
    board_code,
    NULL::TEXT AS delivery_id,
    NULL::INT AS row_number,
    FALSE AS is_simulated,
    1 AS source_order,
    NULL::DATE AS valid_from
  FROM core.organisation
  UNION ALL
  SELECT DISTINCT
    organisation_level,
    organisation_code,
    organisation_name,
    NULL::TEXT AS organisation_name_en,
    board_code,
    NULL::TEXT AS delivery_id,
    NULL::INT AS row_number,
    FALSE AS is_simulated,
    3 AS source_order,
    NULL::DATE AS valid_from
  FROM core.unit_organisation
  WHERE
    organisation_level IN ('board', 'area', 'department') AND organisation_code LIKE '%@%'
), ranked AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY organisation_level, organisation_code
      ORDER BY source_order, is_simulated, valid_from DESC, organisation_name, delivery_id, row_number
    ) AS choice
  FROM found
)
SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  organisation_name::TEXT AS organisation_name,
  COALESCE(organisation_name_en, organisation_name)::TEXT AS organisation_name_en,
  board_code::TEXT AS board_code,
  delivery_id::TEXT AS delivery_id,
  row_number::INT AS row_number,
  is_simulated::BOOLEAN AS is_simulated
FROM ranked
WHERE
  choice = 1

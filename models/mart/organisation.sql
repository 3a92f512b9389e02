MODEL (
  name mart.organisation,
  grain (organisation_level, organisation_code),
  description 'One row per level and organisation: the region, its boards, areas, departments and units, those that deliveries have used though no register has them, and the codes that stand for what is unknown. Every such code of a published table is here; what an organisation was called and where it belonged in a month is in core.unit_organisation',
  column_descriptions (
    organisation_code = 'as organisation_at_level',
    organisation_name = 'own: Latest name in Swedish',
    organisation_name_en = 'own: The same in English, where a list gives one',
    board_code = 'own: Board that it is or last belonged to; RJH for the region, empty where it is unknown',
    delivery_id = 'own: Delivery of the register, or the first that used the code; empty where a list of the project or nothing has it',
    is_simulated = 'own: True where only the simulated region has it'
  )
);

WITH used AS (
  SELECT
    CASE code_kind WHEN 'area_code' THEN 'area' WHEN 'board_code' THEN 'board' ELSE 'unit' END AS organisation_level,
    code,
    MIN(delivery_id) AS delivery_id,
    MIN(row_number) AS row_number,
    BOOL_AND(is_simulated::BOOLEAN) AS is_simulated
  FROM core.code_delivered
  WHERE
    code_kind IN ('unit_code', 'area_code', 'board_code')
    OR (
      code_kind = 'organisation_code'
      AND NOT code IN (
        SELECT
          organisation_code
        FROM core.organisation_registered
      )
    )
  GROUP BY
    1,
    2
)
SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  organisation_name::TEXT AS organisation_name,
  organisation_name_en::TEXT AS organisation_name_en,
  board_code::TEXT AS board_code,
  'registered'::TEXT AS member_kind,
  delivery_id::TEXT AS delivery_id,
  row_number::INT AS row_number,
  is_simulated::BOOLEAN AS is_simulated
FROM core.organisation_registered
UNION ALL
SELECT
  used.organisation_level,
  used.code,
  absent.member_name,
  absent.member_name_en,
  NULL::TEXT AS board_code,
  'unregistered' AS member_kind,
  used.delivery_id,
  used.row_number,
  used.is_simulated
FROM used
JOIN seed.dimension_member AS absent
  ON absent.dimension = 'organisation' AND absent.member_kind = 'unknown'
LEFT JOIN core.organisation_registered AS registered
  ON registered.organisation_code = used.code
  AND (
    registered.organisation_level = used.organisation_level
    OR (
      registered.organisation_level = 'region' AND used.organisation_level = 'board'
    )
  )
WHERE
  registered.organisation_code IS NULL
UNION ALL
SELECT
  level.organisation_level,
  member.member_code,
  member.member_name,
  member.member_name_en,
  NULL::TEXT AS board_code,
  member.member_kind,
  NULL::TEXT AS delivery_id,
  NULL::INT AS row_number,
  FALSE AS is_simulated
FROM seed.dimension_member AS member
CROSS JOIN (VALUES
  ('board'),
  ('area'),
  ('department'),
  ('unit')) AS level(organisation_level)
WHERE
  member.dimension = 'organisation'

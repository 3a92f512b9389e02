MODEL (
  name core.organisation,
  grain (
    organisation_code
  ),
  description 'One row per region, board or area that figures are about, with its parent and the years it exists',
  column_descriptions (
    organisation_code = 'own: Code of the region (RJH), board or area',
    organisation_level = 'own: region, board or area',
    organisation_name = 'own: Name in Swedish',
    organisation_name_en = 'Name in English',
    parent_organisation_code = 'own: The organisation above; empty for the region',
    board_code = 'own: Board that it is or belongs to; RJH for the region',
    valid_from_year = 'own: First budget year; empty where the documents set no limit',
    valid_to_year = 'own: Last budget year; empty for the present organisation'
  ),
  audits (
    not_null(columns := (organisation_name, organisation_level))
  )
);

SELECT
  board.board_code::TEXT AS organisation_code,
  board.organisation_level::TEXT AS organisation_level,
  board.board_name::TEXT AS organisation_name,
  board.board_name_en::TEXT AS organisation_name_en,
  board.also_called::TEXT AS also_called,
  CASE WHEN board.board_code <> @region_code THEN @region_code END::TEXT AS parent_organisation_code,
  board.board_code::TEXT AS board_code,
  NULL::INT AS valid_from_year,
  NULL::INT AS valid_to_year
FROM seed.board AS board
UNION ALL
SELECT
  area.area_code::TEXT,
  'area'::TEXT,
  area.area_name::TEXT,
  area.area_name_en::TEXT,
  NULL::TEXT,
  COALESCE(area.parent_area_code, area.board_code)::TEXT,
  area.board_code::TEXT,
  area.valid_from_year::INT,
  area.valid_to_year::INT
FROM seed.area AS area

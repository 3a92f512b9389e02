MODEL (
  name core.unit_organisation,
  grain (organisation_basis, month, unit_code, organisation_level, organisation_code, share_from),
  description 'One row per basis, month, unit that bore a cost, and organisation that it counts in at each level',
  column_descriptions (
    unit_code = 'own: Unit that bore the cost',
    organisation_code = 'own: Code of the organisation at its level, with @ and the board for an area code that several boards have in one month, with @ and the last day for one whose code was given to another later; UNMAPPED where the past has no successor, UNKNOWN where the unit is not in the register',
    board_code = 'as organisation_board',
    parent_organisation_code = 'own: The organisation above; empty for the region',
    area_code = 'own: Area of the organisation; empty for boards and the region'
  ),
  audits (
    month_shares_are_whole
  )
);

WITH placed AS (
  SELECT
    *
  FROM core.unit_counted
), shared_area AS (
  SELECT DISTINCT
    organisation_basis,
    COALESCE(area_code, absent_code) AS area_code
  FROM placed
  GROUP BY
    organisation_basis,
    month,
    COALESCE(area_code, absent_code)
  HAVING
    COUNT(DISTINCT in_board_code) > 1
), located AS (
  SELECT
    placed.*,
    CASE
      WHEN shared_area.area_code IS NULL
      THEN COALESCE(placed.area_code, placed.absent_code)
      ELSE shared_area.area_code || '@' || placed.in_board_code
    END AS in_area_code
  FROM placed
  LEFT JOIN shared_area
    ON shared_area.organisation_basis = placed.organisation_basis
    AND shared_area.area_code = COALESCE(placed.area_code, placed.absent_code)
), levelled AS (
  SELECT
    located.*,
    'unit' AS organisation_level,
    target_code AS organisation_code,
    COALESCE(unit_name, absent_name) AS organisation_name,
    COALESCE(department_code, absent_code) AS parent_organisation_code
  FROM located
  UNION ALL
  SELECT
    located.*,
    'department',
    COALESCE(department_code, absent_code),
    COALESCE(department_name, absent_name),
    in_area_code
  FROM located
  UNION ALL
  SELECT
    located.*,
    'area',
    in_area_code,
    COALESCE(area_name, absent_name),
    in_board_code
  FROM located
  UNION ALL
  SELECT
    located.*,
    'board',
    located.in_board_code,
    COALESCE(
      CASE
        WHEN located.in_board_code <> located.register_board_code
        THEN board.board_name || ' (–' || SPLIT_PART(located.in_board_code, '@', 2) || ')'
        ELSE board.board_name
      END,
      located.absent_name
    ),
    @region_code
  FROM located
  LEFT JOIN seed.board AS board
    ON board.board_code = located.register_board_code
  UNION ALL
  SELECT
    located.*,
    'region',
    region.board_code,
    region.board_name,
    NULL
  FROM located
  JOIN seed.board AS region
    ON region.board_code = @region_code
)
SELECT
  levelled.organisation_basis::TEXT AS organisation_basis,
  levelled.month::DATE AS month,
  levelled.unit_code::TEXT AS unit_code,
  levelled.organisation_level::TEXT AS organisation_level,
  levelled.organisation_code::TEXT AS organisation_code,
  levelled.organisation_name::TEXT AS organisation_name,
  CASE WHEN levelled.organisation_level = 'region' THEN @region_code ELSE levelled.in_board_code END::TEXT AS board_code,
  levelled.parent_organisation_code::TEXT AS parent_organisation_code,
  CASE WHEN levelled.organisation_level IN ('unit', 'department', 'area') THEN levelled.in_area_code END::TEXT AS area_code,
  levelled.share_from::DECIMAL(9, 6) AS share_from,
  levelled.share_to::DECIMAL(9, 6) AS share_to
FROM levelled

MODEL (
  name core.organisation_span,
  grain (organisation_basis, organisation_level, organisation_code, month_from),
  description 'One row per organisation and run of months in which name, board, area and the organisation above are the same, on each organisation basis; the first reaches back, and the last on, without end',
  column_descriptions (
    organisation_name = 'own: Name of the organisation in the run',
    board_code = 'as organisation_board',
    area_code = 'own: Area in the run; empty for boards, the region and a department code of several areas',
    month_from = 'First month of the run',
    month_until = 'First month after the run'
  ),
  tags (
    'working'
  )
);

WITH place AS (
  SELECT
    organisation_basis,
    organisation_level,
    organisation_code,
    month,
    MIN(organisation_name) AS organisation_name,
    MAX(board_code) AS board_code,
    CASE WHEN COUNT(DISTINCT parent_organisation_code) = 1 THEN MAX(parent_organisation_code) END AS parent_organisation_code,
    CASE WHEN COUNT(DISTINCT area_code) = 1 THEN MAX(area_code) END AS area_code
  FROM core.unit_organisation
  GROUP BY
    organisation_basis,
    organisation_level,
    organisation_code,
    month
), described AS (
  SELECT
    place.*,
    CONCAT_WS('/', organisation_name, board_code, COALESCE(parent_organisation_code, ''), COALESCE(area_code, '')) AS described_as
  FROM place
), compared AS (
  SELECT
    described.*,
    LAG(described_as) OVER (PARTITION BY organisation_basis, organisation_level, organisation_code ORDER BY month) AS described_before
  FROM described
)
SELECT
  organisation_basis::TEXT AS organisation_basis,
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  organisation_name::TEXT AS organisation_name,
  board_code::TEXT AS board_code,
  parent_organisation_code::TEXT AS parent_organisation_code,
  area_code::TEXT AS area_code,
  CASE WHEN described_before IS NULL THEN '0001-01-01'::DATE ELSE month END::DATE AS month_from,
  COALESCE(
    LEAD(month) OVER (PARTITION BY organisation_basis, organisation_level, organisation_code ORDER BY month),
    '9999-12-31'::DATE
  )::DATE AS month_until
FROM compared
WHERE
  described_before IS NULL OR described_before <> described_as

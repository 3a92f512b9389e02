MODEL (
  name core.activity_month,
  grain (organisation_level, organisation_code, month, activity_code, is_simulated),
  description 'One row per organisation, month and kind of activity: areas as delivered, boards and the region as their sums; a sum that lacks a part, or holds a hidden one, has no volume',
  column_descriptions (
    organisation_level = 'own: area, board or region',
    activity_code = 'as activity_kind',
    volume = 'own: Volume of the month; empty where a part is not measured or too small to show',
    missing_part_count = 'own: Parts that are not measured or not shown',
    is_too_few = 'own: True where the number is so small that it is not shown, or would give a small one back'
  ),
  tags (
    'working',
    'delivered rows differ: volumes of areas are summed to boards and the region, and small ones not told'
  )
);

WITH few AS (
  SELECT
    *
  FROM core.activity_delivered
), shown AS (
  SELECT
    area_code,
    board_code,
    month,
    activity_code,
    is_simulated,
    few_count > 0 AND place <= few_count + 1 AS is_too_few,
    CASE WHEN NOT (
      few_count > 0 AND place <= few_count + 1
    ) THEN volume END AS volume
  FROM few
  UNION ALL
  SELECT
    NULL,
    unit.board_code,
    personnel.month,
    kind.activity_code,
    personnel.is_simulated,
    personnel.is_too_few,
    CASE kind.activity_code WHEN 'OWN_FTE' THEN personnel.own_fte ELSE personnel.sick_hours END
  FROM core.personnel_month AS personnel
  JOIN core.unit AS unit
    ON unit.unit_code = personnel.unit_code
    AND unit.valid_from <= personnel.month
    AND COALESCE(unit.valid_to, '9999-12-31'::DATE) >= personnel.month
    AND unit.is_simulated = personnel.is_simulated
  JOIN seed.activity AS kind
    ON kind.activity_code IN ('OWN_FTE', 'SICK_HOURS')
), levelled AS (
  SELECT
    'area' AS organisation_level,
    COALESCE(reused.organisation_code, area_code) AS organisation_code,
    month,
    activity_code,
    volume,
    is_too_few,
    is_simulated
  FROM shown
  LEFT JOIN core.place_reused AS reused
    ON reused.organisation_level = 'area'
    AND reused.register_code = shown.area_code
    AND shown.month >= reused.begins_on
    AND shown.month < reused.until_on
  WHERE
    NOT area_code IS NULL
  UNION ALL
  SELECT
    'board',
    COALESCE(reused.organisation_code, board_code),
    month,
    activity_code,
    volume,
    is_too_few,
    is_simulated
  FROM shown
  LEFT JOIN core.place_reused AS reused
    ON reused.organisation_level = 'board'
    AND reused.register_code = shown.board_code
    AND shown.month >= reused.begins_on
    AND shown.month < reused.until_on
  WHERE
    board_code <> ''
  UNION ALL
  SELECT
    'region',
    region.board_code,
    month,
    activity_code,
    volume,
    is_too_few,
    is_simulated
  FROM shown
  CROSS JOIN (
    SELECT
      board_code
    FROM seed.board
    WHERE
      organisation_level = 'region' AND NOT is_own_frame AND board_code = @region_code
  ) AS region
)
SELECT
  organisation_level::TEXT AS organisation_level,
  organisation_code::TEXT AS organisation_code,
  month::DATE AS month,
  activity_code::TEXT AS activity_code,
  CASE WHEN COUNT(volume) = COUNT(*) THEN SUM(volume) END::DECIMAL(18, 2) AS volume,
  (
    COUNT(*) - COUNT(volume)
  )::INT AS missing_part_count,
  BOOL_OR(is_too_few::BOOLEAN)::BOOLEAN AS is_too_few,
  is_simulated::BOOLEAN AS is_simulated
FROM levelled
GROUP BY
  organisation_level,
  organisation_code,
  month,
  activity_code,
  is_simulated

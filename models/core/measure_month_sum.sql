MODEL (
  name core.measure_month_sum,
  grain (organisation_level, organisation_code, month),
  description 'One row per month and board, or the region: what its measures amount to as decided and as carried out',
  column_descriptions (
    organisation_level = 'as region_or_board_level',
    carried_out_sek = 'own: As carried out; a cancelled measure without a report counts as zero',
    decided_sek = 'own: As decided'
  ),
  tags (
    'working'
  )
);

WITH board AS (
  SELECT
    board_code,
    month,
    SUM(CASE WHEN is_cancelled THEN COALESCE(carried_out_sek, 0) ELSE carried_out_sek END) AS carried_out_sek,
    SUM(decided_sek) AS decided_sek
  FROM core.measure_month
  GROUP BY
    board_code,
    month
)
SELECT
  'board'::TEXT AS organisation_level,
  board_code::TEXT AS organisation_code,
  month::DATE AS month,
  carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  decided_sek::DECIMAL(18, 2) AS decided_sek
FROM board
UNION ALL
SELECT
  'region'::TEXT AS organisation_level,
  @region_code::TEXT AS organisation_code,
  month::DATE AS month,
  SUM(carried_out_sek)::DECIMAL(18, 2) AS carried_out_sek,
  SUM(decided_sek)::DECIMAL(18, 2) AS decided_sek
FROM board
GROUP BY
  month

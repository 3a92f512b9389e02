MODEL (
  name core.measure_level_change,
  grain (document_code, board_code, fiscal_year),
  description 'One row per plan, board and year: the level of the plan''s measures, its change from the year before, and the same by the printed totals',
  column_descriptions (
    level_sek = 'own: Level of the measures against their base year, summed from the measures',
    new_effect_sek = 'own: Change of the level from the year before, measure by measure; empty in the first year',
    unknown_measure_count = 'own: Measures left out of the change, since an amount is missing in the year or the year before: not zero'
  ),
  tags (
    'working'
  )
);

WITH level AS (
  SELECT
    document_code,
    board_code,
    measure_code,
    fiscal_year,
    level_sek,
    MIN(fiscal_year) OVER (PARTITION BY document_code, board_code) AS first_year
  FROM core.measure_effect
  WHERE
    is_current
), level_change AS (
  SELECT
    now.document_code,
    now.board_code,
    now.fiscal_year,
    SUM(now.level_sek) AS level_sek,
    SUM(now.level_sek - before.level_sek) AS change_sek,
    COUNT(DISTINCT CASE WHEN now.level_sek - before.level_sek IS NULL THEN now.measure_code END) AS unknown_count,
    MAX(CASE WHEN now.fiscal_year > now.first_year THEN 1 ELSE 0 END) AS has_before
  FROM level AS now
  LEFT JOIN level AS before
    ON before.document_code = now.document_code
    AND before.measure_code = now.measure_code
    AND before.fiscal_year = now.fiscal_year - 1
  GROUP BY
    now.document_code,
    now.board_code,
    now.fiscal_year
), stated_total AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    SUM(amount_sek) AS stated_sek
  FROM core.stated_amount
  WHERE
    table_code = 'measure_plan' AND is_total AND is_current
  GROUP BY
    document_code,
    board_code,
    fiscal_year
)
SELECT
  now.document_code::TEXT AS document_code,
  now.board_code::TEXT AS board_code,
  now.fiscal_year::INT AS fiscal_year,
  now.level_sek::DECIMAL(18, 2) AS level_sek,
  CASE WHEN now.has_before = 1 THEN now.change_sek END::DECIMAL(18, 2) AS new_effect_sek,
  (
    stated_now.stated_sek - stated_before.stated_sek
  )::DECIMAL(18, 2) AS stated_new_effect_sek,
  now.unknown_count::INT AS unknown_measure_count
FROM level_change AS now
LEFT JOIN stated_total AS stated_now
  ON stated_now.document_code = now.document_code
  AND stated_now.board_code = now.board_code
  AND stated_now.fiscal_year = now.fiscal_year
LEFT JOIN stated_total AS stated_before
  ON stated_before.document_code = now.document_code
  AND stated_before.board_code = now.board_code
  AND stated_before.fiscal_year = now.fiscal_year - 1

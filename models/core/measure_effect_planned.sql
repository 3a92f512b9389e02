MODEL (
  name core.measure_effect_planned,
  kind EMBEDDED,
  grain (measure_code, fiscal_year),
  description 'One row per measure of a plan document × year: level, new effect and cumulative cash, with the totals of its document and year',
  tags (
    'working'
  )
);

WITH level AS (
  SELECT
    effect.*,
    MIN(fiscal_year) OVER (PARTITION BY measure_code) AS first_year,
    SUM(level_sek) OVER (PARTITION BY document_code, fiscal_year) AS computed_total_sek,
    @whole_sum(level_sek, so_far) AS cumulative_cash_sek
  FROM core.measure_effect AS effect
  WHERE
    is_current
  WINDOW so_far AS (PARTITION BY measure_code ORDER BY fiscal_year)
), stated_total AS (
  SELECT
    document_code,
    fiscal_year,
    SUM(amount_sek) AS stated_total_sek
  FROM core.stated_amount
  WHERE
    table_code = 'measure_plan' AND is_total AND is_current
  GROUP BY
    document_code,
    fiscal_year
)
SELECT
  level.measure_code::TEXT AS measure_code,
  level.measure_type_text::TEXT AS measure_type_text,
  level.measure_name::TEXT AS measure_name,
  level.board_code::TEXT AS board_code,
  level.fiscal_year::INT AS fiscal_year,
  level.level_sek::DECIMAL(18, 2) AS level_sek,
  CASE
    WHEN level.fiscal_year = level.first_year
    THEN level.level_sek
    ELSE level.level_sek - before.level_sek
  END::DECIMAL(18, 2) AS new_effect_sek,
  level.cumulative_cash_sek::DECIMAL(18, 2) AS cumulative_cash_sek,
  level.base_year::INT AS base_year,
  level.plan_year::INT AS plan_year,
  stated_total.stated_total_sek::DECIMAL(18, 2) AS stated_total_sek,
  level.computed_total_sek::DECIMAL(18, 2) AS computed_total_sek,
  level.precision_sek::DECIMAL(18, 2) AS precision_sek,
  level.consequence_text::TEXT AS consequence_text,
  level.document_code::TEXT AS document_code,
  level.status::TEXT AS status,
  level.is_simulated::BOOLEAN AS is_simulated,
  level.delivery_id::TEXT AS delivery_id,
  level.sheet::TEXT AS sheet,
  level.row_number::INT AS row_number,
  level.column_name::TEXT AS column_name
FROM level
LEFT JOIN level AS before
  ON before.measure_code = level.measure_code AND before.fiscal_year = level.fiscal_year - 1
LEFT JOIN stated_total
  ON stated_total.document_code = level.document_code AND stated_total.fiscal_year = level.fiscal_year

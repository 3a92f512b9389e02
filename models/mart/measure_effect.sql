MODEL (
  name mart.measure_effect,
  kind FULL,
  owner controlling,
  grain (measure_code, fiscal_year),
  description 'One row per measure × year of its plan: level, new effect and cumulative cash as decided (planned)',
  column_descriptions (
    measure_code = 'Board, plan year, type and name: a measure''s identity',
    measure_type_text = 'Type of measure as printed',
    measure_name = 'The measure as printed',
    board_code = 'Board',
    fiscal_year = 'Budget year that the figure is about',
    level_sek = 'Planned effect as a level against the base year, positive is better',
    new_effect_sek = 'Change of the level from the year before; the first year''s level is new against the base year',
    cumulative_cash_sek = 'Sum of the levels up to and including the year: cash against the base year, not new saving; empty when a level is missing',
    base_year = 'Year whose frame the effects are measured against',
    plan_year = 'First budget year of the plan',
    step_code = 'decided: the plan; carried out and verified effects come with the follow-ups',
    stated_total_sek = 'The plan''s printed total for the year, as printed',
    computed_total_sek = 'Sum of the levels of the year''s measures',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    consequence_text = 'Consequence as printed',
    document_code = 'Plan document that the row is printed in',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header of the cell''s column as delivered; for tables laid out in rows the column''s name in the contract'
  ),
  audits (
    unique_combination_of_columns(columns := (measure_code, fiscal_year)),
    not_null(columns := (measure_code, fiscal_year)),
    new_effects_sum_to_level
  )
);

WITH level AS (
  SELECT
    *
  FROM core.measure_effect
  WHERE
    is_current
), first_year AS (
  SELECT
    measure_code,
    MIN(fiscal_year) AS fiscal_year
  FROM level
  GROUP BY
    measure_code
), stated_total AS (
  SELECT
    document_code,
    fiscal_year,
    SUM(amount_sek) AS amount_sek
  FROM core.stated_amount
  WHERE
    table_code = 'measure_plan' AND is_total AND is_current
  GROUP BY
    document_code,
    fiscal_year
), computed_total AS (
  SELECT
    document_code,
    fiscal_year,
    SUM(level_sek) AS amount_sek
  FROM level
  GROUP BY
    document_code,
    fiscal_year
), running AS (
  SELECT
    now.measure_code,
    now.fiscal_year,
    SUM(earlier.level_sek) AS cash_sek,
    COUNT(earlier.level_sek) AS level_count,
    COUNT(*) AS year_count
  FROM level AS now
  JOIN level AS earlier
    ON earlier.measure_code = now.measure_code
    AND earlier.fiscal_year <= now.fiscal_year
  GROUP BY
    now.measure_code,
    now.fiscal_year
)
SELECT
  level.measure_code::TEXT AS measure_code,
  level.measure_type_text::TEXT AS measure_type_text,
  level.measure_name::TEXT AS measure_name,
  level.board_code::TEXT AS board_code,
  level.fiscal_year::INT AS fiscal_year,
  level.level_sek::DECIMAL(18, 2) AS level_sek,
  CASE
    WHEN level.fiscal_year = first_year.fiscal_year
    THEN level.level_sek
    ELSE level.level_sek - before.level_sek
  END::DECIMAL(18, 2) AS new_effect_sek,
  CASE WHEN running.level_count = running.year_count THEN running.cash_sek END::DECIMAL(18, 2) AS cumulative_cash_sek,
  level.base_year::INT AS base_year,
  level.plan_year::INT AS plan_year,
  'decided'::TEXT AS step_code,
  stated_total.amount_sek::DECIMAL(18, 2) AS stated_total_sek,
  computed_total.amount_sek::DECIMAL(18, 2) AS computed_total_sek,
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
JOIN first_year
  ON first_year.measure_code = level.measure_code
JOIN running
  ON running.measure_code = level.measure_code
  AND running.fiscal_year = level.fiscal_year
LEFT JOIN level AS before
  ON before.measure_code = level.measure_code
  AND before.fiscal_year = level.fiscal_year - 1
LEFT JOIN stated_total
  ON stated_total.document_code = level.document_code
  AND stated_total.fiscal_year = level.fiscal_year
LEFT JOIN computed_total
  ON computed_total.document_code = level.document_code
  AND computed_total.fiscal_year = level.fiscal_year

MODEL (
  name core.balance_measure_month,
  kind EMBEDDED,
  grain (measure_code, fiscal_year, month_number, step_code, is_simulated),
  description 'One row per measure, month that is compared and step: its effect in the month, and in the same month the year before',
  column_descriptions (
    fiscal_year = 'own: Year of the required reduction',
    step_code = 'own: decided, carried_out or verified: read side by side, never added',
    has_before = 'True where the measure had begun the year before',
    effect_sek = 'own: Effect in the month in kronor',
    effect_before_sek = 'Effect in the same month of the year before'
  )
);

WITH reported AS (
  SELECT DISTINCT
    board_code,
    fiscal_year,
    month_number,
    is_simulated
  FROM core.balance_base_month
), pair AS (
  SELECT
    now.board_code,
    now.fiscal_year,
    now.is_simulated,
    now.measure_code,
    reported.month_number,
    NOT before.measure_code IS NULL AS has_before,
    CASE WHEN now.is_cancelled THEN now.decided_sek * 0 ELSE now.decided_sek END AS decided_sek,
    CASE WHEN before.is_cancelled THEN before.decided_sek * 0 ELSE before.decided_sek END AS decided_before_sek,
    CASE WHEN now.is_cancelled THEN COALESCE(now.carried_out_sek, 0) ELSE now.carried_out_sek END AS carried_out_sek,
    CASE WHEN before.is_cancelled THEN COALESCE(before.carried_out_sek, 0) ELSE before.carried_out_sek END AS carried_out_before_sek,
    CASE WHEN now.is_cancelled THEN COALESCE(now.verified_sek, 0) ELSE now.verified_sek END AS verified_sek,
    CASE WHEN before.is_cancelled THEN COALESCE(before.verified_sek, 0) ELSE before.verified_sek END AS verified_before_sek
  FROM core.measure_month AS now
  JOIN reported
    ON reported.board_code = now.board_code
    AND reported.fiscal_year = now.fiscal_year
    AND reported.month_number = EXTRACT(MONTH FROM now.month)
    AND reported.is_simulated = now.is_simulated
  LEFT JOIN core.measure_month AS before
    ON before.measure_code = now.measure_code
    AND before.is_simulated = now.is_simulated
    AND before.fiscal_year = now.fiscal_year - 1
    AND EXTRACT(MONTH FROM before.month) = EXTRACT(MONTH FROM now.month)
)
SELECT
  board_code,
  fiscal_year,
  is_simulated,
  measure_code,
  month_number,
  'decided' AS step_code,
  has_before,
  decided_sek AS effect_sek,
  decided_before_sek AS effect_before_sek
FROM pair
UNION ALL
SELECT
  board_code,
  fiscal_year,
  is_simulated,
  measure_code,
  month_number,
  'carried_out',
  has_before,
  carried_out_sek,
  carried_out_before_sek
FROM pair
UNION ALL
SELECT
  board_code,
  fiscal_year,
  is_simulated,
  measure_code,
  month_number,
  'verified',
  has_before,
  verified_sek,
  verified_before_sek
FROM pair

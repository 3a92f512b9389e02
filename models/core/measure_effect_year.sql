MODEL (
  name core.measure_effect_year,
  grain (measure_code, fiscal_year, is_simulated),
  description 'One row per registered measure and year: full-year level, effect within the year by start and ramp, and the three steps',
  column_descriptions (
    board_code = 'as deciding_board',
    start_year = 'Year of the first month of effect',
    full_year_effect_sek = 'own: Planned full-year effect as a level against the base year; empty where none is stated',
    level_sek = 'own: Yearly rate reached at the end of the year by start and ramp: the level that the next year inherits; a cancelled measure''s level is 0',
    within_year_sek = 'own: Planned effect that falls in the year by start and ramp',
    carried_out_sek = 'own: Effect in the year of what is carried out, over the months reported; empty is no report, not zero',
    decided_to_date_sek = 'own: Planned effect over the months that the board has reported on: what carried out is to be read against',
    month_count = 'own: Months of planned effect in the year',
    verified_month_count = 'Months with a verified effect',
    precision_sek = 'own: Stated precision of the planned effect in kronor',
    delivery_id = 'as register_delivery',
    row_number = 'as register_row'
  ),
  audits (
    measure_year_sums_from_months
  )
);

WITH year AS (
  SELECT
    measure_code,
    fiscal_year,
    is_simulated,
    MIN(MIN(fiscal_year)) OVER (PARTITION BY measure_code, is_simulated) AS start_year,
    MAX(
      CASE
        WHEN NOT EXTRACT(MONTH FROM month) = 12
        THEN NULL
        WHEN is_cancelled
        THEN level_sek * 0
        ELSE level_sek
      END
    ) AS level_at_end_sek,
    SUM(CASE WHEN is_cancelled THEN decided_sek * 0 ELSE decided_sek END) AS within_year_sek,
    SUM(carried_out_sek) AS carried_out_sek,
    SUM(verified_sek) AS verified_sek,
    SUM(CASE WHEN is_reported THEN decided_sek END) AS decided_to_date_sek,
    COUNT(*) AS month_count,
    SUM(CASE WHEN is_reported THEN 1 ELSE 0 END) AS reported_month_count,
    COUNT(verified_sek) AS verified_month_count
  FROM core.measure_month
  GROUP BY
    measure_code,
    fiscal_year,
    is_simulated
)
SELECT
  measure.measure_code::TEXT AS measure_code,
  measure.board_code::TEXT AS board_code,
  year.fiscal_year::INT AS fiscal_year,
  measure.base_year::INT AS base_year,
  year.start_year::INT AS start_year,
  measure.full_year_effect_sek::DECIMAL(18, 2) AS full_year_effect_sek,
  year.level_at_end_sek::DECIMAL(18, 2) AS level_sek,
  year.within_year_sek::DECIMAL(18, 2) AS within_year_sek,
  year.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  year.verified_sek::DECIMAL(18, 2) AS verified_sek,
  year.decided_to_date_sek::DECIMAL(18, 2) AS decided_to_date_sek,
  year.month_count::INT AS month_count,
  year.reported_month_count::INT AS reported_month_count,
  year.verified_month_count::INT AS verified_month_count,
  measure.precision_sek::DECIMAL(18, 2) AS precision_sek,
  measure.is_simulated::BOOLEAN AS is_simulated,
  measure.delivery_id::TEXT AS delivery_id,
  measure.sheet::TEXT AS sheet,
  measure.row_number::INT AS row_number
FROM core.measure_registered AS measure
JOIN year
  ON year.measure_code = measure.measure_code AND year.is_simulated = measure.is_simulated
WHERE
  measure.is_current

MODEL (
  name core.measure_effect_followed,
  kind EMBEDDED,
  grain (measure_code, fiscal_year, is_simulated),
  description 'One row per registered measure × year: planned effect within the year and its change, the steps carried out and verified beside it, and what the ledger shows',
  tags (
    'working'
  )
);

SELECT
  effect.measure_code::TEXT AS measure_code,
  measure.measure_type::TEXT AS measure_type_text,
  measure.measure_name::TEXT AS measure_name,
  effect.board_code::TEXT AS board_code,
  effect.fiscal_year::INT AS fiscal_year,
  effect.level_sek::DECIMAL(18, 2) AS level_sek,
  (
    effect.level_sek - COALESCE(LAG(effect.level_sek) OVER so_far, 0)
  )::DECIMAL(18, 2) AS new_effect_sek,
  (
    SUM(effect.level_sek) OVER so_far
  )::DECIMAL(18, 2) AS cumulative_cash_sek,
  effect.base_year::INT AS base_year,
  effect.start_year::INT AS plan_year,
  effect.precision_sek::DECIMAL(18, 2) AS precision_sek,
  effect.full_year_effect_sek::DECIMAL(18, 2) AS full_year_effect_sek,
  effect.within_year_sek::DECIMAL(18, 2) AS within_year_sek,
  (
    SUM(effect.within_year_sek) OVER so_far
  )::DECIMAL(18, 2) AS cumulative_within_year_sek,
  effect.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  effect.verified_sek::DECIMAL(18, 2) AS verified_sek,
  effect.decided_to_date_sek::DECIMAL(18, 2) AS decided_to_date_sek,
  effect.reported_month_count::INT AS reported_month_count,
  booked.change_sek::DECIMAL(18, 2) AS booked_change_sek,
  booked.month_count::INT AS booked_month_count,
  measure.consequence_text::TEXT AS consequence_text,
  effect.is_simulated::BOOLEAN AS is_simulated,
  effect.delivery_id::TEXT AS delivery_id,
  effect.sheet::TEXT AS sheet,
  effect.row_number::INT AS row_number
FROM core.measure_effect_year AS effect
JOIN core.measure_registered AS measure
  ON measure.measure_code = effect.measure_code
  AND measure.is_simulated = effect.is_simulated
  AND measure.is_current
LEFT JOIN core.measure_booked_change AS booked
  ON booked.measure_code = effect.measure_code
  AND booked.is_simulated = effect.is_simulated
  AND booked.fiscal_year = effect.fiscal_year
WINDOW so_far AS (PARTITION BY effect.measure_code, effect.is_simulated ORDER BY effect.fiscal_year)

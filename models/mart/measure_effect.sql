MODEL (
  name mart.measure_effect,
  grain (measure_code, fiscal_year, is_simulated),
  description 'One row per measure × year: level, new effect and cumulative cash as decided, and for measures that are followed up the effect within the year with the steps carried out and verified beside it, never added',
  column_descriptions (
    measure_code = 'as planned_measure',
    level_sek = 'own: Planned effect as a level against the base year, positive is better',
    new_effect_sek = 'own: Change of the level from the year before; the first year''s level is new against the base year',
    cumulative_cash_sek = 'Sum of the levels up to and including the year: cash against the base year, not new saving; empty when a level is missing',
    step_code = 'own: decided: what level, new effect and cumulative cash are of; the other steps stand in columns of their own',
    stated_total_sek = 'The plan''s printed total for the year, as printed',
    computed_total_sek = 'Sum of the levels of the year''s measures',
    full_year_effect_sek = 'own: Planned full-year effect of a registered measure; empty for the plans, whose years are stated one by one',
    within_year_sek = 'own: Planned effect that falls in the year by start month and ramp; empty for the plans',
    cumulative_within_year_sek = 'Sum of the effects within the years up to and including the year',
    carried_out_sek = 'own: Effect in the year of what is carried out, by the board; empty is no report, not zero',
    decided_to_date_sek = 'own: Planned effect over the months reported on: what carried out is to be read against',
    reported_month_count = 'own: Months of the year that the board has reported on; empty for the plans',
    booked_change_sek = 'Booked cost of the slice in the same months of the base year less in the year, items affecting comparability left out, current prices; months after a cancellation in time left out; what the ledger shows, no claim of effect',
    booked_month_count = 'own: Months that booked_change_sek is over'
  ),
  audits (
    new_effects_sum_to_level
  )
);

WITH effect AS (
  SELECT
    followed.*,
    NULL::DECIMAL(18, 2) AS stated_total_sek,
    NULL::DECIMAL(18, 2) AS computed_total_sek,
    NULL::TEXT AS document_code,
    NULL::TEXT AS status,
    NULL::TEXT AS column_name
  FROM core.measure_effect_followed AS followed
  UNION ALL BY NAME
  SELECT
    *
  FROM core.measure_effect_planned
)
SELECT
  effect.measure_code::TEXT AS measure_code,
  effect.measure_type_text::TEXT AS measure_type_text,
  effect.measure_name::TEXT AS measure_name,
  effect.board_code::TEXT AS board_code,
  effect.fiscal_year::INT AS fiscal_year,
  effect.level_sek::DECIMAL(18, 2) AS level_sek,
  effect.new_effect_sek::DECIMAL(18, 2) AS new_effect_sek,
  effect.cumulative_cash_sek::DECIMAL(18, 2) AS cumulative_cash_sek,
  effect.base_year::INT AS base_year,
  effect.plan_year::INT AS plan_year,
  'decided'::TEXT AS step_code,
  effect.stated_total_sek::DECIMAL(18, 2) AS stated_total_sek,
  effect.computed_total_sek::DECIMAL(18, 2) AS computed_total_sek,
  effect.precision_sek::DECIMAL(18, 2) AS precision_sek,
  effect.full_year_effect_sek::DECIMAL(18, 2) AS full_year_effect_sek,
  effect.within_year_sek::DECIMAL(18, 2) AS within_year_sek,
  effect.cumulative_within_year_sek::DECIMAL(18, 2) AS cumulative_within_year_sek,
  effect.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  effect.verified_sek::DECIMAL(18, 2) AS verified_sek,
  effect.decided_to_date_sek::DECIMAL(18, 2) AS decided_to_date_sek,
  effect.reported_month_count::INT AS reported_month_count,
  effect.booked_change_sek::DECIMAL(18, 2) AS booked_change_sek,
  effect.booked_month_count::INT AS booked_month_count,
  effect.consequence_text::TEXT AS consequence_text,
  effect.document_code::TEXT AS document_code,
  effect.status::TEXT AS status,
  effect.is_simulated::BOOLEAN AS is_simulated,
  effect.delivery_id::TEXT AS delivery_id,
  effect.sheet::TEXT AS sheet,
  effect.row_number::INT AS row_number,
  effect.column_name::TEXT AS column_name
FROM effect

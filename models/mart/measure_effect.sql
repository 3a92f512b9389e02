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
    ON earlier.measure_code = now.measure_code AND earlier.fiscal_year <= now.fiscal_year
  GROUP BY
    now.measure_code,
    now.fiscal_year
), booked AS (
  SELECT
    now.measure_code,
    now.is_simulated,
    EXTRACT(YEAR FROM now.month) AS fiscal_year,
    SUM((
      now.own_sek - now.own_item_sek
    ) - (
      base.own_sek - base.own_item_sek
    )) AS change_sek,
    COUNT(*) AS month_count
  FROM core.measure_registered AS measure
  JOIN core.measure_slice_month AS now
    ON now.measure_code = measure.measure_code
    AND now.is_simulated = measure.is_simulated
    AND now.slice_kind = 'effect'
    AND now.is_complete
    AND now.slice_unit_count > 0
    AND now.month >= measure.start_month
    AND (
      now.last_month IS NULL OR now.month <= now.last_month
    )
  JOIN core.measure_slice_month AS base
    ON base.measure_code = now.measure_code
    AND base.is_simulated = now.is_simulated
    AND base.slice_kind = 'effect'
    AND base.is_complete
    AND EXTRACT(YEAR FROM base.month) = measure.base_year
    AND EXTRACT(MONTH FROM base.month) = EXTRACT(MONTH FROM now.month)
    AND base.month < measure.start_month
  WHERE
    measure.is_current
  GROUP BY
    now.measure_code,
    now.is_simulated,
    EXTRACT(YEAR FROM now.month)
), followed AS (
  SELECT
    effect.*,
    effect.level_sek - COALESCE(
      LAG(effect.level_sek) OVER (PARTITION BY effect.measure_code, effect.is_simulated ORDER BY effect.fiscal_year),
      0
    ) AS new_effect_sek,
    SUM(effect.level_sek) OVER (PARTITION BY effect.measure_code, effect.is_simulated ORDER BY effect.fiscal_year) AS cumulative_cash_sek,
    SUM(effect.within_year_sek) OVER (PARTITION BY effect.measure_code, effect.is_simulated ORDER BY effect.fiscal_year) AS cumulative_within_year_sek
  FROM core.measure_effect_year AS effect
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
  NULL::DECIMAL(18, 2) AS full_year_effect_sek,
  NULL::DECIMAL(18, 2) AS within_year_sek,
  NULL::DECIMAL(18, 2) AS cumulative_within_year_sek,
  NULL::DECIMAL(18, 2) AS carried_out_sek,
  NULL::DECIMAL(18, 2) AS verified_sek,
  NULL::DECIMAL(18, 2) AS decided_to_date_sek,
  NULL::INT AS reported_month_count,
  NULL::DECIMAL(18, 2) AS booked_change_sek,
  NULL::INT AS booked_month_count,
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
  ON running.measure_code = level.measure_code AND running.fiscal_year = level.fiscal_year
LEFT JOIN level AS before
  ON before.measure_code = level.measure_code AND before.fiscal_year = level.fiscal_year - 1
LEFT JOIN stated_total
  ON stated_total.document_code = level.document_code AND stated_total.fiscal_year = level.fiscal_year
LEFT JOIN computed_total
  ON computed_total.document_code = level.document_code AND computed_total.fiscal_year = level.fiscal_year
UNION ALL
SELECT
  followed.measure_code::TEXT AS measure_code,
  measure.measure_type::TEXT AS measure_type_text,
  measure.measure_name::TEXT AS measure_name,
  followed.board_code::TEXT AS board_code,
  followed.fiscal_year::INT AS fiscal_year,
  followed.level_sek::DECIMAL(18, 2) AS level_sek,
  followed.new_effect_sek::DECIMAL(18, 2) AS new_effect_sek,
  followed.cumulative_cash_sek::DECIMAL(18, 2) AS cumulative_cash_sek,
  followed.base_year::INT AS base_year,
  followed.start_year::INT AS plan_year,
  'decided'::TEXT AS step_code,
  NULL::DECIMAL(18, 2) AS stated_total_sek,
  NULL::DECIMAL(18, 2) AS computed_total_sek,
  followed.precision_sek::DECIMAL(18, 2) AS precision_sek,
  followed.full_year_effect_sek::DECIMAL(18, 2) AS full_year_effect_sek,
  followed.within_year_sek::DECIMAL(18, 2) AS within_year_sek,
  followed.cumulative_within_year_sek::DECIMAL(18, 2) AS cumulative_within_year_sek,
  followed.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  followed.verified_sek::DECIMAL(18, 2) AS verified_sek,
  followed.decided_to_date_sek::DECIMAL(18, 2) AS decided_to_date_sek,
  followed.reported_month_count::INT AS reported_month_count,
  booked.change_sek::DECIMAL(18, 2) AS booked_change_sek,
  booked.month_count::INT AS booked_month_count,
  measure.consequence_text::TEXT AS consequence_text,
  NULL::TEXT AS document_code,
  NULL::TEXT AS status,
  followed.is_simulated::BOOLEAN AS is_simulated,
  followed.delivery_id::TEXT AS delivery_id,
  followed.sheet::TEXT AS sheet,
  followed.row_number::INT AS row_number,
  NULL::TEXT AS column_name
FROM followed
JOIN core.measure_registered AS measure
  ON measure.measure_code = followed.measure_code
  AND measure.is_simulated = followed.is_simulated
  AND measure.is_current
LEFT JOIN booked
  ON booked.measure_code = followed.measure_code
  AND booked.is_simulated = followed.is_simulated
  AND booked.fiscal_year = followed.fiscal_year

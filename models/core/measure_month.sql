MODEL (
  name core.measure_month,
  grain (measure_code, month, is_simulated),
  description 'One row per registered measure and month from its start to the third year after the newest measure''s start: planned by start and ramp, carried out and verified side by side, never added',
  column_descriptions (
    board_code = 'as deciding_board',
    months_since_start = 'Months since the first month of effect; 0 is the first',
    ramp_share = 'Share of the full effect in the month: (months since start + 1) / (ramp months + 1), at most 1',
    level_sek = 'own: Yearly rate of the planned effect in the month',
    decided_sek = 'own: Planned effect in the month by start and ramp, rounded so that months sum to the year; empty where no effect is stated',
    carried_out_sek = 'own: Effect in the month of what is carried out, by the board; empty is no report, not zero',
    verified_sek = 'as verified_in_month',
    is_reported = 'True where the board has reported on the month',
    is_cancelled = 'True from the first month that begins on or after the day the measure was cancelled, until the first that begins on or after the day it was taken up again',
    followup_delivery_id = 'Delivery of the follow-up; empty without one'
  ),
  audits (
    not_null(columns := (
      ramp_share
    ))
  )
);

WITH start AS (
  SELECT
    measure.measure_code,
    measure.board_code,
    measure.full_year_effect_sek,
    measure.ramp_months,
    measure.start_month,
    measure.is_simulated,
    calendar.month_index AS start_index,
    MAX(calendar.fiscal_year) OVER (PARTITION BY measure.is_simulated) AS newest_start_year
  FROM core.measure_registered AS measure
  JOIN seed.calendar AS calendar
    ON calendar.month = measure.start_month
  WHERE
    measure.is_current
), ramped AS (
  SELECT
    start.measure_code,
    start.board_code,
    start.full_year_effect_sek,
    start.is_simulated,
    calendar.month,
    calendar.fiscal_year,
    calendar.month_index - start.start_index AS months_since_start,
    LEAST(calendar.month_index - start.start_index, start.ramp_months) + 1 AS ramp_step,
    start.ramp_months + 1 AS ramp_step_count
  FROM start
  JOIN seed.calendar AS calendar
    ON calendar.month >= start.start_month AND calendar.fiscal_year <= start.newest_start_year + 3
), planned AS (
  SELECT
    ramped.*,
    SUM(ramp_step) OVER (
      PARTITION BY measure_code, is_simulated
      ORDER BY month
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS steps_so_far
  FROM ramped
), effective AS (
  SELECT
    planned.*,
    @proportion(full_year_effect_sek, steps_so_far, 12 * ramp_step_count, 2) AS effect_so_far_sek,
    @proportion(full_year_effect_sek, steps_so_far - ramp_step, 12 * ramp_step_count, 2) AS effect_before_sek
  FROM planned
)
SELECT
  planned.measure_code::TEXT AS measure_code,
  planned.board_code::TEXT AS board_code,
  planned.month::DATE AS month,
  planned.fiscal_year::INT AS fiscal_year,
  planned.months_since_start::INT AS months_since_start,
  @quotient(planned.ramp_step, planned.ramp_step_count, 6)::DECIMAL(9, 6) AS ramp_share,
  @proportion(planned.full_year_effect_sek, planned.ramp_step, planned.ramp_step_count, 2)::DECIMAL(18, 2) AS level_sek,
  (
    planned.effect_so_far_sek - planned.effect_before_sek
  )::DECIMAL(18, 2) AS decided_sek,
  followup.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  followup.verified_sek::DECIMAL(18, 2) AS verified_sek,
  (
    NOT followup.measure_code IS NULL
  )::BOOLEAN AS is_reported,
  (
    NOT ended.measure_code IS NULL
  )::BOOLEAN AS is_cancelled,
  followup.delivery_id::TEXT AS followup_delivery_id,
  planned.is_simulated::BOOLEAN AS is_simulated
FROM effective AS planned
LEFT JOIN core.measure_followup AS followup
  ON followup.measure_code = planned.measure_code
  AND followup.month = planned.month
  AND followup.is_simulated = planned.is_simulated
  AND followup.is_latest
LEFT JOIN core.measure_end AS ended
  ON ended.measure_code = planned.measure_code
  AND ended.is_simulated = planned.is_simulated
  AND planned.month >= ended.cancelled_from
  AND (
    ended.resumed_from IS NULL OR planned.month < ended.resumed_from
  )

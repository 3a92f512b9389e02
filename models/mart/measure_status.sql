MODEL (
  name mart.measure_status,
  grain (measure_code, is_simulated),
  description 'One row per registered measure: where it stands, what its three steps amount to, and what is missing about it',
  column_descriptions (
    board_code = 'as deciding_board',
    measure_name = 'own: Name; with type and board the measure''s identity',
    status_code = 'own: IDEA, DECIDED, STARTED, DONE, VERIFIED or CANCELLED; empty where no status is registered',
    status_from = 'own: Day from which it holds',
    is_status_in_order = 'False where some status follows a later one in time; a measure taken up again begins anew; empty without a status',
    ramp_months = 'own: Months until full effect',
    full_year_effect_sek = 'own: Planned full-year effect, positive is better; empty where none is stated',
    decided_to_date_sek = 'own: Step 1, decided: planned effect over the months reported on, by start and ramp',
    carried_out_sek = 'own: Step 2, carried out: the same months by the board; empty is no report, not zero',
    verified_sek = 'own: Step 3, verified in the ledger by the board; the steps are read side by side, never added',
    measured_verdict_code = 'Verdict of the default method on the measured effect',
    measured_wording = 'What may be said of the measured effect, in Swedish',
    measured_wording_en = 'The same in English',
    is_amount_stated = 'own: False where no effect is planned: no amount is not zero',
    is_consequence_stated = 'own: False where no consequence is described',
    is_risk_assessed = 'own: False where no risk assessment is there',
    is_slice_registered = 'False where no slice of the ledger is registered: the effect cannot be measured',
    is_counter_slice_registered = 'False where no counter-slice is registered: a shift of cost cannot be tested',
    is_slice_shared = 'True where another measure claims the same krona',
    resumed_on = 'own: Day that it was taken up again after it; empty while the cancellation stands: the months between are months without the measure',
    missing_text = 'What is missing, in Swedish; empty when nothing is',
    missing_text_en = 'The same in English',
    delivery_id = 'as register_delivery',
    row_number = 'as register_row'
  )
);

WITH effect AS (
  SELECT
    measure_code,
    is_simulated,
    SUM(decided_to_date_sek) AS decided_to_date_sek,
    SUM(carried_out_sek) AS carried_out_sek,
    SUM(verified_sek) AS verified_sek,
    SUM(reported_month_count) AS reported_month_count
  FROM core.measure_effect_year
  GROUP BY
    measure_code,
    is_simulated
), slice AS (
  SELECT
    measure_code,
    is_simulated,
    SUM(CASE WHEN slice_kind = 'effect' THEN 1 ELSE 0 END) AS effect_count,
    SUM(CASE WHEN slice_kind = 'counter' THEN 1 ELSE 0 END) AS counter_count,
    BOOL_OR(CAST(slice_kind = 'effect' AND is_registered_late AS BOOLEAN)) AS is_registered_late
  FROM core.measure_slice
  GROUP BY
    measure_code,
    is_simulated
)
SELECT
  measure.measure_code::TEXT AS measure_code,
  measure.board_code::TEXT AS board_code,
  measure.measure_type::TEXT AS measure_type,
  measure.measure_name::TEXT AS measure_name,
  status.status_code::TEXT AS status_code,
  status.status_name::TEXT AS status_name,
  status.status_name_en::TEXT AS status_name_en,
  status.status_from::DATE AS status_from,
  status.is_in_order::BOOLEAN AS is_status_in_order,
  measure.decided_on::DATE AS decided_on,
  measure.case_number::TEXT AS case_number,
  measure.start_month::DATE AS start_month,
  measure.ramp_months::INT AS ramp_months,
  measure.base_year::INT AS base_year,
  measure.full_year_effect_sek::DECIMAL(18, 2) AS full_year_effect_sek,
  effect.decided_to_date_sek::DECIMAL(18, 2) AS decided_to_date_sek,
  effect.carried_out_sek::DECIMAL(18, 2) AS carried_out_sek,
  effect.verified_sek::DECIMAL(18, 2) AS verified_sek,
  COALESCE(effect.reported_month_count, 0)::INT AS reported_month_count,
  evaluation.verdict_code::TEXT AS measured_verdict_code,
  evaluation.wording::TEXT AS measured_wording,
  evaluation.wording_en::TEXT AS measured_wording_en,
  (
    NOT measure.full_year_effect_sek IS NULL
  )::BOOLEAN AS is_amount_stated,
  (
    NOT NULLIF(TRIM(measure.consequence_text), '') IS NULL
  )::BOOLEAN AS is_consequence_stated,
  (
    NOT NULLIF(TRIM(measure.risk_text), '') IS NULL
  )::BOOLEAN AS is_risk_assessed,
  (
    COALESCE(slice.effect_count, 0) > 0
  )::BOOLEAN AS is_slice_registered,
  (
    COALESCE(slice.counter_count, 0) > 0
  )::BOOLEAN AS is_counter_slice_registered,
  COALESCE(slice.is_registered_late, FALSE)::BOOLEAN AS is_slice_registered_late,
  (
    evaluation.shared_cell_count > 0
  )::BOOLEAN AS is_slice_shared,
  status.cancelled_on::DATE AS cancelled_on,
  status.resumed_on::DATE AS resumed_on,
  NULLIF(
    CONCAT_WS(
      ', ',
      CASE WHEN measure.full_year_effect_sek IS NULL THEN 'belopp' END,
      CASE WHEN NULLIF(TRIM(measure.consequence_text), '') IS NULL THEN 'konsekvensbeskrivning' END,
      CASE WHEN NULLIF(TRIM(measure.risk_text), '') IS NULL THEN 'riskbedömning' END,
      CASE WHEN COALESCE(slice.effect_count, 0) = 0 THEN 'urval i huvudboken' END,
      CASE WHEN status.status_code IS NULL THEN 'status' END
    ),
    ''
  )::TEXT AS missing_text,
  NULLIF(
    CONCAT_WS(
      ', ',
      CASE WHEN measure.full_year_effect_sek IS NULL THEN 'amount' END,
      CASE WHEN NULLIF(TRIM(measure.consequence_text), '') IS NULL THEN 'consequence' END,
      CASE WHEN NULLIF(TRIM(measure.risk_text), '') IS NULL THEN 'risk assessment' END,
      CASE WHEN COALESCE(slice.effect_count, 0) = 0 THEN 'slice of the ledger' END,
      CASE WHEN status.status_code IS NULL THEN 'status' END
    ),
    ''
  )::TEXT AS missing_text_en,
  measure.is_simulated::BOOLEAN AS is_simulated,
  measure.delivery_id::TEXT AS delivery_id,
  measure.sheet::TEXT AS sheet,
  measure.row_number::INT AS row_number
FROM core.measure_registered AS measure
LEFT JOIN core.measure_standing AS status
  ON status.measure_code = measure.measure_code AND status.is_simulated = measure.is_simulated
LEFT JOIN effect
  ON effect.measure_code = measure.measure_code AND effect.is_simulated = measure.is_simulated
LEFT JOIN slice
  ON slice.measure_code = measure.measure_code AND slice.is_simulated = measure.is_simulated
LEFT JOIN mart.measure_evaluation AS evaluation
  ON evaluation.measure_code = measure.measure_code
  AND evaluation.is_simulated = measure.is_simulated
  AND evaluation.is_default
WHERE
  measure.is_current

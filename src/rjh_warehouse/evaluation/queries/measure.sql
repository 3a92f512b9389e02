SELECT measure.measure_code, measure.measure_name, measure.board_code, measure.start_month,
  measure.ramp_months, CAST(measure.full_year_effect_sek AS DOUBLE) AS full_year_effect_sek, measure.is_simulated,
  start.known_from AS start_known_from, start.first_start_month, start.move_count > 0 AS is_start_moved,
  start.is_moved_late, start.outcome_known_on AS start_outcome_known_on
FROM core.measure_registered AS measure
JOIN core.measure_start AS start
  ON start.measure_code = measure.measure_code AND start.is_simulated = measure.is_simulated
WHERE measure.is_current
ORDER BY measure.is_simulated, measure.measure_code

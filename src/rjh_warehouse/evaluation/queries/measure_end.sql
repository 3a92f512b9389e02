SELECT measure_code, is_simulated, cancelled_on, known_from, last_month, is_never_started, is_cancelled_late AS is_late,
  outcome_known_on, resumed_on, resumed_from, resumed_known_from, resumed_outcome_known_on, is_resumed_late
FROM core.measure_end
ORDER BY measure_code, cancelled_on

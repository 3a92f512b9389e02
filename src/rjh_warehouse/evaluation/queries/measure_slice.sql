SELECT measure_code, is_simulated, slice_kind, MAX(held_from) AS registered_on,
  MIN(outcome_known_on) AS outcome_known_on, BOOL_OR(is_registered_late) AS is_registered_late
FROM core.measure_slice
GROUP BY measure_code, is_simulated, slice_kind

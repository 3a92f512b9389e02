SELECT verdict_code, verdict_name FROM seed.measure_verdict

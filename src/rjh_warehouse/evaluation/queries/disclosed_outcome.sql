SELECT indicator_code, organisation_code, period_start, period_kind_text, gender_code, is_simulated, publication,
  is_hidden, value AS earlier_value, person_count AS earlier_count, digest AS earlier_digest
FROM staging.disclosed_outcome
WHERE indicator_code IN (SELECT UNNEST(?))

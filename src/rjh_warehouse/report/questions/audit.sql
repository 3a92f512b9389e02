SELECT
  audit_name, model_name, rule, rule_en, state, failed_row_count, override_by, override_reason, override_until
FROM quality.audit_result
WHERE state = 'failed' OR override_by IS NOT NULL OR (state <> 'passed' AND COALESCE(explanation, '') <> 'no rows')
ORDER BY model_name, audit_name

SELECT source.indicator_code, source.organisation_code, source.period_start, source.period_kind_text,
  source.gender_code, source.is_simulated
FROM staging.indicator_outcome AS source
LEFT JOIN core.indicator_superseded AS superseded
  ON superseded.delivery_id = source.delivery_id AND superseded.row_number = source.row_number
WHERE superseded.delivery_id IS NULL AND source.row_kind = 'data'
  AND source.indicator_code IN (SELECT UNNEST(?))
ORDER BY ALL

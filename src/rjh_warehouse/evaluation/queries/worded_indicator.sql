SELECT indicator_code, is_simulated, disclosure_group_code AS figure_code,
  MAX(REGEXP_REPLACE(LOWER(indicator_text), '[^a-zåäöéü0-9+%]', '', 'g')) AS words
FROM core.indicator_definition
GROUP BY indicator_code, is_simulated, disclosure_group_code

SELECT DISTINCT hidden.indicator_code, source.indicator_text, hidden.organisation_code, named.organisation_name,
  source.period_text, hidden.period_start, hidden.period_kind_text, hidden.gender_code, source.value,
  source.person_count
FROM core.indicator_cell_hidden AS hidden
JOIN staging.indicator_outcome AS source
  ON source.indicator_code = hidden.indicator_code AND source.organisation_code = hidden.organisation_code
  AND source.period_start = hidden.period_start AND source.period_kind_text = hidden.period_kind_text
  AND source.gender_code = hidden.gender_code AND source.is_simulated = hidden.is_simulated
LEFT JOIN (
  SELECT unit_code AS organisation_code, MAX(unit_name) AS organisation_name FROM core.unit GROUP BY unit_code
  UNION ALL
  SELECT board_code, board_name FROM seed.board
) AS named
  ON named.organisation_code = hidden.organisation_code
WHERE source.row_kind = 'data'
UNION ALL
SELECT 'OWN_FTE', 'Årsarbetare', unit_code, NULL, STRFTIME(month, '%Y-%m'), month, 'månad', 'T', own_fte, NULL
FROM staging.personnel_month AS source
WHERE source.row_kind = 'data' AND EXISTS (
  SELECT 1 FROM core.personnel_month AS shown
  WHERE shown.delivery_id = source.delivery_id AND shown.row_number = source.row_number AND shown.is_too_few
)

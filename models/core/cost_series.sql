MODEL (
  name core.cost_series,
  grain (organisation_basis, organisation_level, organisation_code, cost_type_code, scope_code, is_simulated),
  description 'One row per organisation, line and scope on each organisation basis that the ledger or the budget has: the series of its months',
  column_descriptions (
    series_number = 'Number of the series, to join by',
    cost_type_code = 'as cost_type_or_line',
    is_total = 'own: True for a line that sums cost types',
    begins_index = 'Month (year × 12 + month − 1) before which the code was another organisation''s; empty where it never was, or where a mapping gives it that past'
  ),
  tags (
    'working'
  )
);

WITH reused AS (
  SELECT
    unit.unit_code,
    calendar.month_index AS begins_index,
    COUNT(mapping.to_unit_code) > 0 AS has_mapped_past
  FROM (
    SELECT DISTINCT
      unit_code,
      reused_from
    FROM core.unit
    WHERE
      NOT reused_from IS NULL
  ) AS unit
  JOIN seed.calendar AS calendar
    ON unit.reused_from BETWEEN calendar.month AND calendar.last_on
  LEFT JOIN core.unit_mapping AS mapping
    ON mapping.to_unit_code = unit.unit_code
  GROUP BY
    unit.unit_code,
    calendar.month_index
), reused_place AS (
  SELECT
    place.organisation_level,
    place.organisation_code,
    calendar.month_index AS begins_index
  FROM core.place_reused AS place
  JOIN seed.calendar AS calendar
    ON place.begins_on BETWEEN calendar.month AND calendar.last_on
), known AS (
  SELECT
    *,
    ROW_NUMBER() OVER (
      ORDER BY organisation_basis, organisation_level, organisation_code, cost_type_code, scope_code, is_simulated
    ) AS series_number
  FROM (
    SELECT DISTINCT
      organisation_basis,
      organisation_level,
      organisation_code,
      cost_type_code,
      scope_code,
      is_simulated
    FROM core.cost_line
  ) AS every
)
SELECT
  known.series_number::INT AS series_number,
  known.organisation_basis::TEXT AS organisation_basis,
  known.organisation_level::TEXT AS organisation_level,
  known.organisation_code::TEXT AS organisation_code,
  known.cost_type_code::TEXT AS cost_type_code,
  named.cost_type_name::TEXT AS cost_type_name,
  named.is_total::BOOLEAN AS is_total,
  known.scope_code::TEXT AS scope_code,
  named.expected_sign::INT AS expected_sign,
  named.index_code::TEXT AS index_code,
  COALESCE(reused.begins_index, reused_place.begins_index)::INT AS begins_index,
  known.is_simulated::BOOLEAN AS is_simulated
FROM known
JOIN seed.cost_type_line AS named
  ON named.cost_type_code = known.cost_type_code
LEFT JOIN reused
  ON known.organisation_level = 'unit'
  AND reused.unit_code = known.organisation_code
  AND (
    known.organisation_basis = 'as_was' OR NOT reused.has_mapped_past
  )
LEFT JOIN reused_place
  ON known.organisation_basis = 'as_was'
  AND reused_place.organisation_level = known.organisation_level
  AND reused_place.organisation_code = known.organisation_code

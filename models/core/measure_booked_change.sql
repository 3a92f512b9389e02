MODEL (
  name core.measure_booked_change,
  kind EMBEDDED,
  grain (measure_code, fiscal_year, is_simulated),
  description 'One row per registered measure and year: how much less the ledger has on its slice than in the same months of the base year, items affecting comparability left out; no claim of effect',
  column_descriptions (
    change_sek = 'own: Booked in the year less in the base year: less cost is positive',
    month_count = 'own: Months that it is over'
  ),
  tags (
    'working'
  )
);

SELECT
  now.measure_code::TEXT AS measure_code,
  now.is_simulated::BOOLEAN AS is_simulated,
  EXTRACT(YEAR FROM now.month)::INT AS fiscal_year,
  SUM((
    now.own_sek - now.own_item_sek
  ) - (
    base.own_sek - base.own_item_sek
  )) AS change_sek,
  COUNT(*)::INT AS month_count
FROM core.measure_registered AS measure
JOIN core.measure_slice_month AS now
  ON now.measure_code = measure.measure_code
  AND now.is_simulated = measure.is_simulated
  AND now.slice_kind = 'effect'
  AND now.is_complete
  AND now.slice_unit_count > 0
  AND now.month >= measure.start_month
  AND (
    now.last_month IS NULL OR now.month <= now.last_month
  )
JOIN core.measure_slice_month AS base
  ON base.measure_code = now.measure_code
  AND base.is_simulated = now.is_simulated
  AND base.slice_kind = 'effect'
  AND base.is_complete
  AND EXTRACT(YEAR FROM base.month) = measure.base_year
  AND EXTRACT(MONTH FROM base.month) = EXTRACT(MONTH FROM now.month)
  AND base.month < measure.start_month
WHERE
  measure.is_current
GROUP BY
  now.measure_code,
  now.is_simulated,
  EXTRACT(YEAR FROM now.month)

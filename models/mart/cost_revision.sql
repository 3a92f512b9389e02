MODEL (
  name mart.cost_revision,
  grain (month, is_year_end, unit_code, cost_type_code, delivery_id),
  description 'One row per month, unit, cost type and delivered version of the ledger: what each version said and from when to when it was the known one',
  column_descriptions (
    board_code = 'own: Board whose file it is',
    cost_type_code = 'as added_cost_type',
    is_in_month_report = 'True for the version that was known when the months own report was written',
    reported_on = 'own: Day the months report was written',
    is_revenue = 'own: True for revenue, empty where the account has no cost type; gross cost is the sum where it is false'
  ),
  audits (
    month_versions_do_not_overlap
  )
);

WITH version AS (
  SELECT
    cost.delivery_id,
    cost.month,
    cost.is_year_end,
    cost.board_code,
    cost.unit_code,
    cost.cost_type_code,
    cost.known_from,
    cost.known_to,
    cost.is_current,
    cost.is_simulated,
    SUM(cost.amount_sek) AS amount_sek,
    SUM(cost.entry_count) AS entry_count
  FROM core.cost_month AS cost
  GROUP BY
    cost.delivery_id,
    cost.month,
    cost.is_year_end,
    cost.board_code,
    cost.unit_code,
    cost.cost_type_code,
    cost.known_from,
    cost.known_to,
    cost.is_current,
    cost.is_simulated
)
SELECT
  version.month::DATE AS month,
  version.is_year_end::BOOLEAN AS is_year_end,
  version.board_code::TEXT AS board_code,
  version.unit_code::TEXT AS unit_code,
  COALESCE(valid.unit_name, last.unit_name)::TEXT AS unit_name,
  version.cost_type_code::TEXT AS cost_type_code,
  delivery.version_number::INT AS version_number,
  version.amount_sek::DECIMAL(18, 2) AS amount_sek,
  version.entry_count::INT AS entry_count,
  version.known_from::DATE AS known_from,
  version.known_to::DATE AS known_to,
  version.is_current::BOOLEAN AS is_current,
  (
    version.known_from <= calendar.reported_on
    AND (
      version.known_to IS NULL OR version.known_to > calendar.reported_on
    )
  )::BOOLEAN AS is_in_month_report,
  calendar.reported_on::DATE AS reported_on,
  line.is_revenue::BOOLEAN AS is_revenue,
  version.delivery_id::TEXT AS delivery_id,
  delivery.file_name::TEXT AS file_name,
  version.is_simulated::BOOLEAN AS is_simulated
FROM version
JOIN core.delivery AS delivery
  ON delivery.delivery_id = version.delivery_id
JOIN seed.calendar AS calendar
  ON calendar.month = version.month
LEFT JOIN seed.cost_type_line AS line
  ON line.cost_type_code = version.cost_type_code
LEFT JOIN core.unit AS valid
  ON valid.unit_code = version.unit_code
  AND version.month >= valid.valid_from
  AND version.month <= COALESCE(valid.valid_to, '9999-12-31'::DATE)
LEFT JOIN core.unit AS last
  ON last.unit_code = version.unit_code AND last.is_last

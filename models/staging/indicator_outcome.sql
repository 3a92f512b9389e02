MODEL (
  name staging.indicator_outcome,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per indicator, organisation, period and gender of a sheet as delivered; not published, since small numbers stand here',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    indicator_code = 'Code of the indicator',
    indicator_text = 'Indicator as the sheet words it',
    organisation_code = 'RJH, a board or a unit',
    period_text = 'Period as delivered',
    period_start = 'First day of the period',
    period_kind_text = 'Kind of period as delivered',
    gender_code = 'T total, K women, M men',
    value = 'Outcome in the indicator''s unit; empty is no measurement, not zero',
    value_text = 'Outcome as delivered',
    value_decimals = 'Decimals of the outcome as delivered',
    unit_text = 'Unit of the outcome as delivered',
    person_count = 'Persons behind the outcome',
    reported_status_text = 'Status as the board reports it',
    trend_text = 'Trend as the board reports it',
    explanation_text = 'Explanation as the board reports it',
    forecast_value = 'Forecast of the full year',
    proposed_action_text = 'Proposed action',
    is_simulated = 'True for rows of the simulated region',
    is_latest = 'True for the newest known outcome of the indicator, organisation, period and gender'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.indicator_outcome)
  )
);

WITH version AS (
  SELECT
    delivery_id, known_on, loaded_at, is_simulated,
    ROW_NUMBER() OVER (PARTITION BY subject ORDER BY known_on DESC, loaded_at DESC, delivery_id DESC) = 1 AS is_current
  FROM lake.delivery
  WHERE contract_code = 'indicator_outcome' AND state = 'accepted'
), contested AS ( -- few: ranking every row would cost more than the rest
  SELECT source.indicator_code, source.period_start, source.period_kind, version.is_simulated
  FROM lake.indicator_outcome AS source
  JOIN version
    ON version.delivery_id = source.delivery_id AND version.is_current
  GROUP BY source.indicator_code, source.period_start, source.period_kind, version.is_simulated
  HAVING MIN(source.delivery_id) <> MAX(source.delivery_id) OR MIN(source.period_text) <> MAX(source.period_text)
), ranked AS (
  SELECT
    source.delivery_id, source.row_number,
    ROW_NUMBER() OVER (PARTITION BY source.indicator_code, source.organisation_code, source.period_start, source.period_kind, source.gender_code, version.is_simulated ORDER BY version.known_on DESC, version.loaded_at DESC, source.delivery_id DESC, source.row_number) AS place
  FROM lake.indicator_outcome AS source
  JOIN version
    ON version.delivery_id = source.delivery_id AND version.is_current
  JOIN contested
    ON contested.indicator_code = source.indicator_code AND contested.period_start = source.period_start
    AND contested.period_kind = source.period_kind AND contested.is_simulated = version.is_simulated
)
SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.indicator_code::TEXT AS indicator_code,
  source.indicator_name::TEXT AS indicator_text,
  source.organisation_code::TEXT AS organisation_code,
  source.period_text::TEXT AS period_text,
  source.period_start::DATE AS period_start,
  source.period_kind::TEXT AS period_kind_text,
  source.gender_code::TEXT AS gender_code,
  source.value::DECIMAL(18, 6) AS value,
  source.value_text::TEXT AS value_text,
  source.value_decimals::INTEGER AS value_decimals,
  COALESCE(source.unit_text, source.value_unit)::TEXT AS unit_text,
  source.person_count::BIGINT AS person_count,
  source.reported_status_text::TEXT AS reported_status_text,
  source.trend_text::TEXT AS trend_text,
  source.explanation_text::TEXT AS explanation_text,
  source.forecast_value::DECIMAL(18, 6) AS forecast_value,
  source.proposed_action_text::TEXT AS proposed_action_text,
  version.is_simulated::BOOLEAN AS is_simulated,
  (COALESCE(version.is_current, FALSE) AND COALESCE(ranked.place, 1) = 1)::BOOLEAN AS is_latest
FROM lake.indicator_outcome AS source
LEFT JOIN version
  ON version.delivery_id = source.delivery_id
LEFT JOIN ranked
  ON ranked.delivery_id = source.delivery_id AND ranked.row_number = source.row_number

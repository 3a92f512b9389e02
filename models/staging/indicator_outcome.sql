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
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.indicator_outcome)
  )
);

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
  delivery.is_simulated::BOOLEAN AS is_simulated
FROM lake.indicator_outcome AS source
LEFT JOIN lake.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id

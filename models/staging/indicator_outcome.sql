MODEL (
  name staging.indicator_outcome,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per indicator, organisation, period and gender of a sheet as delivered; not published, since small numbers stand here',
  column_descriptions (
    organisation_code = 'as indicator_organisation',
    period_text = 'own: Period as delivered',
    value = 'own: Outcome in the indicator''s unit; empty is no measurement, not zero',
    value_text = 'Outcome as delivered',
    reported_status_text = 'own: Status as the board reports it',
    explanation_text = 'own: Explanation as the board reports it',
    forecast_value = 'own: Forecast of the full year',
    proposed_action_text = 'own: Proposed action'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.indicator_outcome)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
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
  source.value_decimals::INT AS value_decimals,
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

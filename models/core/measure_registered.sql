MODEL (
  name core.measure_registered,
  grain (delivery_id, row_number),
  description 'One row per measure of each known version of a register; its identity is type, name and board, the code stands for it',
  column_descriptions (
    measure_name = 'own: Name of the measure; not unique without type and board',
    board_code = 'as deciding_board',
    consequence_text = 'own: Consequence; empty where none is stated',
    risk_text = 'own: Risk assessment; empty where none is stated',
    full_year_effect_sek = 'own: Planned full-year effect as a level against the base year, positive is better; empty where none is stated'
  ),
  audits (
    measure_identity_is_unique
  )
);

SELECT
  source.measure_code::TEXT AS measure_code,
  source.measure_type::TEXT AS measure_type,
  source.measure_name::TEXT AS measure_name,
  source.board_code::TEXT AS board_code,
  source.programme_name::TEXT AS programme_name,
  source.description_text::TEXT AS description_text,
  source.consequence_text::TEXT AS consequence_text,
  source.risk_text::TEXT AS risk_text,
  source.base_year::INT AS base_year,
  source.full_year_effect_sek::DECIMAL(18, 2) AS full_year_effect_sek,
  source.full_year_effect_precision_sek::DECIMAL(18, 2) AS precision_sek,
  source.start_month::DATE AS start_month,
  source.ramp_months::INT AS ramp_months,
  source.decided_on::DATE AS decided_on,
  source.case_number::TEXT AS case_number,
  delivery.known_from::DATE AS known_from,
  delivery.known_to::DATE AS known_to,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number
FROM staging.measure_register AS source
JOIN core.delivery AS delivery
  ON delivery.delivery_id = source.delivery_id
WHERE
  source.row_kind = 'data'

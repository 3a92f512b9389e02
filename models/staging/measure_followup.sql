MODEL (
  name staging.measure_followup,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per measure and month of a follow-up as delivered, or its printed total',
  column_descriptions (
    month = 'as effect_month',
    carried_out_sek = 'own: Effect in the month of what is carried out, in kronor, positive is better; empty is no report, not zero',
    carried_out_text = 'The same as delivered',
    verified_sek = 'own: Effect in the month that the board has verified in the ledger, in kronor; empty is no report, not zero',
    verified_text = 'The same as delivered'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.measure_followup),
    unit_is_known(amount := carried_out_sek, delivered := carried_out_text),
    unit_is_known(amount := verified_sek, delivered := verified_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.measure_code::TEXT AS measure_code,
  source.month::DATE AS month,
  @to_sek(source.carried_out, carried_out_unit.factor, source.carried_out_sign)::DECIMAL(18, 2) AS carried_out_sek,
  source.carried_out_text::TEXT AS carried_out_text,
  @to_sek(source.verified, verified_unit.factor, source.verified_sign)::DECIMAL(18, 2) AS verified_sek,
  source.verified_text::TEXT AS verified_text,
  source.comment_text::TEXT AS comment_text
FROM lake.measure_followup AS source
LEFT JOIN seed.unit AS carried_out_unit
  ON carried_out_unit.unit_code = LOWER(source.carried_out_unit)
LEFT JOIN seed.unit AS verified_unit
  ON verified_unit.unit_code = LOWER(source.verified_unit)

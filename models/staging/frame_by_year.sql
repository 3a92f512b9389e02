MODEL (
  name staging.frame_by_year,
  kind VIEW,
  grain (delivery_id, sheet, row_number, column_name),
  description 'One row per printed net frame, part and year (the table in mkr)',
  column_descriptions (
    row_label = 'own: Part of the frame as printed',
    version_label = 'own: Budgetram or Plan as printed',
    unit_code = 'as money_unit'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.frame_by_year),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.label::TEXT AS row_label,
  source.version_label::TEXT AS version_label,
  source.fiscal_year::INT AS fiscal_year,
  @to_sek(source.amount, unit.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  unit.unit_code::TEXT AS unit_code,
  source.column_name::TEXT AS column_name,
  source.column_kind::TEXT AS column_kind,
  source.cell::TEXT AS cell,
  source.source_line::INT AS source_line
FROM lake.frame_by_year AS source
LEFT JOIN seed.unit AS unit
  ON unit.unit_code = LOWER(source.amount_unit)

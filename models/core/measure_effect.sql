MODEL (
  name core.measure_effect,
  grain (delivery_id, row_number, column_name),
  description 'One row per measure of a plan × year, with the planned effect as a level against the base year',
  column_descriptions (
    measure_code = 'as planned_measure',
    level_sek = 'own: Planned effect as a level against the base year, positive is better; empty where none is printed'
  ),
  audits (not_null(columns := (measure_code, board_code, fiscal_year, base_year)), level_keeps_its_measure)
);

WITH measure AS (
  SELECT
    *,
    @label_key(measure_type_text) AS type_key,
    @label_key(measure_name) AS name_key
  FROM staging.measure_plan
)
SELECT
  (
    document_board.board_code || '/' || delivery.attribute_fiscal_year::TEXT || '/' || measure.type_key || '/' || measure.name_key
  )::TEXT AS measure_code,
  delivery.document_code::TEXT AS document_code,
  document_board.board_code::TEXT AS board_code,
  measure.measure_type_text::TEXT AS measure_type_text,
  measure.measure_name::TEXT AS measure_name,
  measure.consequence_text::TEXT AS consequence_text,
  delivery.attribute_fiscal_year::INT AS plan_year,
  delivery.attribute_base_year::INT AS base_year,
  measure.fiscal_year::INT AS fiscal_year,
  measure.effect_sek::DECIMAL(18, 2) AS level_sek,
  measure.effect_precision_sek::DECIMAL(18, 2) AS precision_sek,
  @cell_address(measure, 'measure_plan', measure.column_name)::TEXT AS statement_code,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  measure.delivery_id::TEXT AS delivery_id,
  measure.sheet::TEXT AS sheet,
  measure.row_number::INT AS row_number,
  measure.column_name::TEXT AS column_name,
  measure.source_line::INT AS source_line
FROM measure
JOIN core.delivery AS delivery
  ON delivery.delivery_id = measure.delivery_id
LEFT JOIN seed.document_board AS document_board
  ON document_board.document_code = delivery.document_code
WHERE
  measure.row_kind = 'data'

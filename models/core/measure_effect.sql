MODEL (
  name core.measure_effect,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number, column_name),
  description 'One row per measure of a plan × year, with the planned effect as a level against the base year',
  column_descriptions (
    measure_code = 'Board, plan year, type and name: a measure''s identity',
    document_code = 'Plan document that the row is printed in',
    board_code = 'Board',
    measure_type_text = 'Type of measure as printed',
    measure_name = 'The measure as printed',
    consequence_text = 'Consequence as printed',
    plan_year = 'First budget year of the plan',
    base_year = 'Year whose frame the effects are measured against',
    fiscal_year = 'Budget year that the figure is about',
    level_sek = 'Planned effect as a level against the base year, positive is better; empty where none is printed',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    statement_code = 'Cell that states the effect',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_current = 'True when no newer delivery of the same subject is known',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    column_name = 'Header of the cell''s column as delivered; for tables laid out in rows the column''s name in the contract',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number, column_name)),
    not_null(columns := (delivery_id, row_number, column_name)),
    not_null(columns := (measure_code, board_code, fiscal_year, base_year)),
    level_keeps_its_measure
  )
);

SELECT
  (
    document_board.board_code || '/' || delivery.attribute_fiscal_year::TEXT || '/' || @label_key(measure.measure_type_text) || '/' || @label_key(measure.measure_name)
  )::TEXT AS measure_code,
  delivery.document_code::TEXT AS document_code,
  document_board.board_code::TEXT AS board_code,
  measure.measure_type_text::TEXT AS measure_type_text,
  measure.measure_name::TEXT AS measure_name,
  measure.consequence_text::TEXT AS consequence_text,
  delivery.attribute_fiscal_year::INT AS plan_year,
  delivery.attribute_base_year::INT AS base_year,
  measure.fiscal_year::INT AS fiscal_year,
  measure.amount_sek::DECIMAL(18, 2) AS level_sek,
  measure.precision_sek::DECIMAL(18, 2) AS precision_sek,
  (
    measure.delivery_id || '/measure_plan/' || COALESCE(measure.sheet, '') || '/' || measure.row_number::TEXT || '/' || measure.column_name
  )::TEXT AS statement_code,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  measure.delivery_id::TEXT AS delivery_id,
  measure.sheet::TEXT AS sheet,
  measure.row_number::INT AS row_number,
  measure.column_name::TEXT AS column_name,
  measure.source_line::INT AS source_line
FROM staging.measure_plan AS measure
JOIN core.delivery AS delivery
  ON delivery.delivery_id = measure.delivery_id
LEFT JOIN seed.document_board AS document_board
  ON document_board.document_code = delivery.document_code
WHERE
  measure.row_kind = 'data'

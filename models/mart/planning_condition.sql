MODEL (
  name mart.planning_condition,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per planning condition: who says that what will affect coming years, when, and the amount where one is given',
  column_descriptions (
    document_code = 'Plan document that the row is printed in',
    document_name = 'Title of the document as printed',
    planning_year_from = 'First year of the document''s plan',
    planning_year_to = 'Last year of the document''s plan',
    body_text = 'Administration or body as printed',
    heading_text = 'Question or heading as printed',
    subheading_text = 'Subheading as printed',
    condition_text = 'Bullet or paragraph verbatim',
    effective_text = 'Date it takes effect, as printed',
    amount_sek = 'Amount in kronor, cost −; empty where none is given',
    amount_text = 'Amount as delivered',
    compared_amount_sek = 'Amount that the text compares with, in kronor, cost −',
    compared_amount_text = 'Amount compared with, as delivered',
    pressure_sek = 'Amount less the amount compared with, in kronor, cost −',
    duration_years = 'Years that the amount covers',
    approximate_text = 'Word that makes the amount approximate',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text',
    board_code = 'Board that the body belongs to; empty where it is all of them or several'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number))
  )
);

SELECT
  condition.document_code::TEXT AS document_code,
  document.document_name::TEXT AS document_name,
  condition.planning_year_from::INT AS planning_year_from,
  condition.planning_year_to::INT AS planning_year_to,
  condition.body_text::TEXT AS body_text,
  condition.heading_text::TEXT AS heading_text,
  condition.subheading_text::TEXT AS subheading_text,
  condition.condition_text::TEXT AS condition_text,
  condition.effective_text::TEXT AS effective_text,
  condition.amount_sek::DECIMAL(18, 2) AS amount_sek,
  condition.amount_text::TEXT AS amount_text,
  condition.compared_amount_sek::DECIMAL(18, 2) AS compared_amount_sek,
  condition.compared_amount_text::TEXT AS compared_amount_text,
  (
    condition.amount_sek - condition.compared_amount_sek
  )::DECIMAL(18, 2) AS pressure_sek,
  condition.duration_years::INT AS duration_years,
  condition.approximate_text::TEXT AS approximate_text,
  condition.status::TEXT AS status,
  condition.is_simulated::BOOLEAN AS is_simulated,
  condition.delivery_id::TEXT AS delivery_id,
  condition.sheet::TEXT AS sheet,
  condition.row_number::INT AS row_number,
  condition.source_line::INT AS source_line,
  condition.source_line_to::INT AS source_line_to,
  body.code::TEXT AS board_code
FROM core.planning_condition AS condition
LEFT JOIN core.document AS document
  ON document.document_code = condition.document_code
LEFT JOIN seed.label AS body
  ON body.label_kind = 'planning_body' AND @label_key(body.label) = @label_key(condition.body_text)
WHERE
  condition.is_current

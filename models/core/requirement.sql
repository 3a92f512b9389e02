MODEL (
  name core.requirement,
  kind FULL,
  owner controlling,
  grain (board_code, fiscal_year, quantity_text, delivery_id),
  description 'One row per reduction that a plan requires of a board and year',
  column_descriptions (
    document_code = 'Plan document that the row is printed in',
    board_code = 'Board',
    fiscal_year = 'Budget year that the figure is about',
    quantity_text = 'What is to be reduced',
    required_percent = 'Least reduction in per cent, positive',
    percent_text = 'Per cent as delivered',
    requirement_text = 'The sentence verbatim',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_current = 'True when no newer delivery of the same subject is known',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (board_code, fiscal_year, quantity_text, delivery_id)),
    not_null(columns := (board_code, fiscal_year, quantity_text, delivery_id)),
    row_count_matches_lake(lake_table := lake.requirement)
  )
);

SELECT
  delivery.document_code::TEXT AS document_code,
  requirement.board_code::TEXT AS board_code,
  requirement.fiscal_year::INT AS fiscal_year,
  requirement.quantity_text::TEXT AS quantity_text,
  requirement.percent::DECIMAL(18, 6) AS required_percent,
  requirement.percent_text::TEXT AS percent_text,
  requirement.requirement_text::TEXT AS requirement_text,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  requirement.delivery_id::TEXT AS delivery_id,
  requirement.sheet::TEXT AS sheet,
  requirement.row_number::INT AS row_number,
  requirement.source_line::INT AS source_line
FROM staging.requirement AS requirement
JOIN core.delivery AS delivery
  ON delivery.delivery_id = requirement.delivery_id

MODEL (
  name staging.proposal,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per numbered proposal of a covering letter',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    proposal_number = 'Number as printed',
    proposal_text = 'Proposal as printed',
    due_text = 'When it is due, in the words of the text',
    heading = 'Heading of the document that the row stands under',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.proposal)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.proposal_number::INT AS proposal_number,
  source.proposal_text::TEXT AS proposal_text,
  source.due_text::TEXT AS due_text,
  source.heading::TEXT AS heading,
  source.source_line::INT AS source_line,
  source.source_line_to::INT AS source_line_to
FROM lake.proposal AS source

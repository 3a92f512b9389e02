MODEL (
  name core.proposal,
  kind FULL,
  owner controlling,
  grain (document_code, proposal_number, delivery_id),
  description 'One row per numbered proposal of a covering letter',
  column_descriptions (
    document_code = 'Plan document that the row is printed in',
    proposal_number = 'Number as printed',
    proposal_text = 'Proposal as printed',
    due_text = 'When it is due, in the words of the text',
    is_current = 'True when no newer delivery of the same subject is known',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (document_code, proposal_number, delivery_id)),
    not_null(columns := (proposal_number, delivery_id)),
    row_count_matches_lake(lake_table := lake.proposal)
  )
);

SELECT
  delivery.document_code::TEXT AS document_code,
  proposal.proposal_number::INT AS proposal_number,
  proposal.proposal_text::TEXT AS proposal_text,
  proposal.due_text::TEXT AS due_text,
  delivery.is_current::BOOLEAN AS is_current,
  proposal.delivery_id::TEXT AS delivery_id,
  proposal.sheet::TEXT AS sheet,
  proposal.row_number::INT AS row_number,
  proposal.source_line::INT AS source_line,
  proposal.source_line_to::INT AS source_line_to
FROM staging.proposal AS proposal
JOIN core.delivery AS delivery
  ON delivery.delivery_id = proposal.delivery_id

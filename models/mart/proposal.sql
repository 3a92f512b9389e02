MODEL (
  name mart.proposal,
  kind FULL,
  owner controlling,
  grain (document_code, proposal_number),
  description 'One row per numbered proposal of a covering letter: what is proposed, to which board''s document it belongs, and when it is due',
  column_descriptions (
    document_code = 'Plan document that the row is printed in',
    document_name = 'Title of the document as printed',
    board_code = 'Board of the document',
    proposal_number = 'Number as printed',
    proposal_text = 'Proposal as printed',
    due_text = 'When it is due, in the words of the text; empty where it does not say',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft, and its proposals are not decided',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (document_code, proposal_number)),
    not_null(columns := (document_code, proposal_number, proposal_text))
  )
);

SELECT
  proposal.document_code::TEXT AS document_code,
  document.document_name::TEXT AS document_name,
  document.board_code::TEXT AS board_code,
  proposal.proposal_number::INT AS proposal_number,
  proposal.proposal_text::TEXT AS proposal_text,
  proposal.due_text::TEXT AS due_text,
  document.status::TEXT AS status,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  proposal.delivery_id::TEXT AS delivery_id,
  proposal.sheet::TEXT AS sheet,
  proposal.row_number::INT AS row_number,
  proposal.source_line::INT AS source_line,
  proposal.source_line_to::INT AS source_line_to
FROM core.proposal AS proposal
JOIN core.delivery AS delivery
  ON delivery.delivery_id = proposal.delivery_id
LEFT JOIN core.document AS document
  ON document.document_code = proposal.document_code
WHERE
  proposal.is_current

MODEL (
  name mart.proposal,
  grain (document_code, proposal_number),
  description 'One row per numbered proposal of a covering letter: what is proposed, to which board''s document it belongs, and when it is due',
  column_descriptions (
    board_code = 'own: Board of the document',
    due_text = 'own: When it is due, in the words of the text; empty where it does not say',
    status = 'own: draft, adopted or revised; a document without a decision paragraph is a draft, and its proposals are not decided'
  ),
  audits (
    not_null(columns := (
      proposal_text
    ))
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

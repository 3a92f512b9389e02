MODEL (
  name core.proposal,
  grain (document_code, proposal_number, delivery_id),
  tags (
    'grain may be empty (document_code): a delivery need not name its document'
  ),
  description 'One row per numbered proposal of a covering letter'
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

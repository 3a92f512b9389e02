MODEL (
  name staging.proposal,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per numbered proposal of a covering letter',
  audits (
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

MODEL (
  name staging.published_relation,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per relation between published figures as delivered',
  column_descriptions (
    relation_id = 'Number of the relation in the record',
    is_holding_delivered = 'own: Verdict as delivered: true where it was said to hold',
    note = 'own: A short note of our own'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.published_relation)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.relation_id::TEXT AS relation_id,
  source.kind::TEXT AS kind_code,
  source.left_expression::TEXT AS left_expression,
  source.right_expression::TEXT AS right_expression,
  source.assumption::TEXT AS assumption,
  source.holds::BOOLEAN AS is_holding_delivered,
  source.note::TEXT AS note
FROM lake.published_relation AS source

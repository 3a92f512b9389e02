MODEL (
  name core.published_relation,
  grain (
    relation_code
  ),
  description 'One row per relation that should hold between published figures: those delivered, and those that follow from what the figures are',
  column_descriptions (
    relation_code = 'own: Number of the delivered relation, or the rule''s kind and its two sides',
    is_delivered = 'own: True for a delivered relation; a rule of the same figures then gives way',
    note = 'own: A short note of our own',
    delivery_id = 'own: Delivery of the relation; empty for rules'
  ),
  tags (
    'working',
    'delivered rows differ: relations that follow from the figures themselves stand beside the delivered'
  ),
  audits (
    not_null(columns := (kind_code, left_expression, right_expression))
  )
);

WITH rule AS (
  SELECT
    kind_code,
    left_expression,
    right_expression
  FROM core.published_rule_page
  UNION ALL
  SELECT
    kind_code,
    left_expression,
    right_expression
  FROM core.published_rule_telling
  UNION ALL
  SELECT
    kind_code,
    left_expression,
    right_expression
  FROM core.published_rule_level
), delivered AS (
  SELECT
    relation.*,
    ROW_NUMBER() OVER (
      PARTITION BY relation.relation_id
      ORDER BY delivery.known_from DESC, delivery.loaded_at DESC, relation.delivery_id DESC, relation.row_number
    ) AS place
  FROM staging.published_relation AS relation
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = relation.delivery_id AND delivery.is_current AND NOT delivery.is_simulated
  WHERE
    relation.row_kind = 'data'
)
SELECT
  relation_id::TEXT AS relation_code,
  kind_code::TEXT AS kind_code,
  left_expression::TEXT AS left_expression,
  right_expression::TEXT AS right_expression,
  assumption::TEXT AS assumption,
  TRUE::BOOLEAN AS is_delivered,
  is_holding_delivered::BOOLEAN AS is_holding_delivered,
  note::TEXT AS note,
  delivery_id::TEXT AS delivery_id
FROM delivered
WHERE
  place = 1
UNION ALL
SELECT
  (
    kind_code || '/' || left_expression || '=' || right_expression
  )::TEXT AS relation_code,
  kind_code::TEXT AS kind_code,
  left_expression::TEXT AS left_expression,
  right_expression::TEXT AS right_expression,
  NULL::TEXT AS assumption,
  FALSE::BOOLEAN AS is_delivered,
  NULL::BOOLEAN AS is_holding_delivered,
  NULL::TEXT AS note,
  NULL::TEXT AS delivery_id
FROM rule

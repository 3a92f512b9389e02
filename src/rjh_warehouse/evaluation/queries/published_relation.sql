SELECT relation_code, left_expression, right_expression, COALESCE(assumption, ''), is_delivered
FROM core.published_relation
ORDER BY is_delivered DESC, relation_code

AUDIT (
  name foreign_key_known
);

/* A code that is given is known by its parent table. */
SELECT
  child.*
FROM @this_model AS child
LEFT JOIN @parent AS parent
  ON parent.@parent_column = child.@column
WHERE
  NOT child.@column IS NULL AND parent.@parent_column IS NULL

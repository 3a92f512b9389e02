AUDIT (
  name row_count_matches_lake
);

/* Every lake row is in the staging or core model, once. */
SELECT
  counted.model_count,
  counted.lake_count
FROM (
  SELECT
    (
      SELECT
        COUNT(*)
      FROM @this_model
    ) AS model_count,
    (
      SELECT
        COUNT(*)
      FROM @lake_table
    ) AS lake_count
) AS counted
WHERE
  counted.model_count <> counted.lake_count

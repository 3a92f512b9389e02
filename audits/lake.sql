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
  counted.model_count <> counted.lake_count;

AUDIT (
  name sums_are_the_records
);

/* What the rows of a delivery give is what was noted when it was loaded. */
SELECT
  delivery_id,
  table_name,
  column_name,
  recorded,
  in_lake
FROM @this_model
WHERE
  recorded <> in_lake OR in_lake IS NULL;

AUDIT (
  name sums_match_record
);

/* The rows of a delivery, of every kind, and the sums of what it delivers, are those that its record has. */
SELECT
  stated.delivery_id,
  stated.column_name,
  stated.recorded,
  SUM(@value) AS found
FROM staging.delivery_sum AS stated
LEFT JOIN @this_model AS counted
  ON counted.delivery_id = stated.delivery_id
WHERE
  stated.table_name = @lake_name AND stated.column_name IN @names
GROUP BY
  stated.delivery_id,
  stated.column_name,
  stated.recorded
HAVING
  stated.recorded <> COALESCE(SUM(@value), 0);

AUDIT (
  name delivered_rows_are_kept
);

/* The rows of data of each delivery that counts, and their sums, are those of its rows in staging: none left out or
counted twice. */
SELECT
  staged.delivery_id,
  staged.rows_and_sums AS staged_rows_and_sums,
  kept.rows_and_sums AS kept_rows_and_sums
FROM (
  SELECT
    delivered.delivery_id,
    @rows_and_sums AS rows_and_sums
  FROM (
    SELECT
      *,
      @part AS part_key
    FROM @staged
    WHERE
      row_kind = 'data'
  ) AS delivered
  JOIN core.delivery_part AS part
    ON part.delivery_id = delivered.delivery_id
    AND part.part_key = delivered.part_key
    AND (
      part.is_current OR @all_versions
    )
  GROUP BY
    delivered.delivery_id
) AS staged
LEFT JOIN (
  SELECT
    delivery_id,
    @rows_and_sums AS rows_and_sums
  FROM @this_model
  GROUP BY
    delivery_id
) AS kept
  ON kept.delivery_id = staged.delivery_id
WHERE
  COALESCE(kept.rows_and_sums, '') <> staged.rows_and_sums

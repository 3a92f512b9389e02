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
  name kronor_match_record
);

/* The kronor of each delivery, with those of printed totals that only staging has, are those that its record has. */
SELECT
  stated.delivery_id,
  stated.recorded,
  counted.amount_sek
FROM staging.delivery_sum AS stated
LEFT JOIN (
  SELECT
    kept.delivery_id,
    SUM(kept.amount_sek) AS amount_sek
  FROM (
    SELECT
      delivery_id,
      amount_sek
    FROM @this_model
    UNION ALL
    SELECT
      delivery_id,
      amount_sek
    FROM @staged
    WHERE
      row_kind <> 'data'
  ) AS kept
  GROUP BY
    kept.delivery_id
) AS counted
  ON counted.delivery_id = stated.delivery_id
JOIN staging.delivery AS delivery
  ON delivery.delivery_id = stated.delivery_id
JOIN staging.lean_amount AS lean
  ON lean.contract_code = delivery.contract_code
  AND lean.table_name = stated.table_name
  AND lean.column_name = stated.column_name
WHERE
  stated.table_name = @lake_name
  AND stated.column_name = 'amount'
  AND stated.recorded * lean.factor <> COALESCE(counted.amount_sek, 0);

AUDIT (
  name kronor_match_staged
);

/* The kronor of each delivery in core are those of its rows of data in staging, none left out or counted twice. */
SELECT
  staged.delivery_id,
  staged.amount_sek AS staged_sek,
  counted.amount_sek
FROM (
  SELECT
    delivery_id,
    SUM(amount_sek) AS amount_sek
  FROM @staged
  WHERE
    row_kind = 'data'
  GROUP BY
    delivery_id
) AS staged
LEFT JOIN (
  SELECT
    delivery_id,
    SUM(amount_sek) AS amount_sek
  FROM @this_model
  GROUP BY
    delivery_id
) AS counted
  ON counted.delivery_id = staged.delivery_id
WHERE
  COALESCE(staged.amount_sek, 0) <> COALESCE(counted.amount_sek, 0)

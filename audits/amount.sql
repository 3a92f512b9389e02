AUDIT (
  name unit_is_known
);

/* An amount that was delivered has become kronor: its unit is known. */
SELECT
  *
FROM @this_model
WHERE
  NOT @delivered IS NULL AND @amount IS NULL;

AUDIT (
  name label_is_known
);

/* A printed frame or budget stands for a part of the frame (UNSTATED is a part, empty is not). */
SELECT
  *
FROM @this_model
WHERE
  table_code IN ('frame_net', 'frame_by_year', 'budget_area_cost_type', 'budget_financing', 'frame_total')
  AND (
    @code IS NULL OR (
      @code = 'UNSTATED' AND table_code <> 'frame_total'
    )
  );

AUDIT (
  name cost_type_is_known
);

/* Every cell of a budget by cost type has a cost type. */
SELECT
  *
FROM @this_model
WHERE
  amount_kind = 'budget' AND cost_type_code IS NULL;

AUDIT (
  name amounts_conserved_from_staging
);

/* The amounts of every document table are in the fact with the same count and sum. */
SELECT
  staged.table_code,
  staged.amount_count,
  staged.amount_sek,
  stated.amount_count AS fact_count,
  stated.amount_sek AS fact_sek
FROM (
  SELECT
    'frame_net' AS table_code,
    COUNT(amount_sek) AS amount_count,
    SUM(amount_sek) AS amount_sek
  FROM staging.frame_net
  UNION ALL
  SELECT
    'frame_by_year',
    COUNT(amount_sek),
    SUM(amount_sek)
  FROM staging.frame_by_year
  UNION ALL
  SELECT
    'frame_total',
    COUNT(amount_sek),
    SUM(amount_sek)
  FROM staging.frame_total
  UNION ALL
  SELECT
    'frame_change',
    COUNT(amount_sek),
    SUM(amount_sek)
  FROM staging.frame_change
  UNION ALL
  SELECT
    'budget_area_cost_type',
    COUNT(amount_sek),
    SUM(amount_sek)
  FROM staging.budget_area_cost_type
  UNION ALL
  SELECT
    'budget_financing',
    COUNT(amount_sek),
    SUM(amount_sek)
  FROM staging.budget_financing
  UNION ALL
  SELECT
    'measure_plan',
    COUNT(effect_sek),
    SUM(effect_sek)
  FROM staging.measure_plan
  UNION ALL
  SELECT
    'investment',
    COUNT(amount_sek),
    SUM(amount_sek)
  FROM staging.investment
  UNION ALL
  SELECT
    'planning_condition',
    COUNT(amount_sek) + COUNT(compared_amount_sek),
    COALESCE(SUM(amount_sek), 0) + COALESCE(SUM(compared_amount_sek), 0)
  FROM staging.planning_condition
) AS staged
LEFT JOIN (
  SELECT
    table_code,
    COUNT(amount_sek) AS amount_count,
    SUM(amount_sek) AS amount_sek
  FROM @this_model
  GROUP BY
    table_code
) AS stated
  ON stated.table_code = staged.table_code
WHERE
  staged.amount_count <> COALESCE(stated.amount_count, 0)
  OR COALESCE(staged.amount_sek, 0) <> COALESCE(stated.amount_sek, 0)

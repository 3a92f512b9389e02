AUDIT (
  name measure_identity_is_unique
);

/* Type, name and board are one measure: no two codes share them in the current register, and no code stands twice. */
SELECT
  MIN(measure_code) AS measure_code,
  measure_type,
  measure_name,
  board_code
FROM @this_model
WHERE
  is_current
GROUP BY
  measure_type,
  measure_name,
  board_code,
  is_simulated
HAVING
  COUNT(*) > 1
UNION ALL
SELECT
  measure_code,
  MIN(measure_type) AS measure_type,
  MIN(measure_name) AS measure_name,
  MIN(board_code) AS board_code
FROM @this_model
WHERE
  is_current
GROUP BY
  measure_code,
  is_simulated
HAVING
  COUNT(*) > 1;

AUDIT (
  name measure_status_is_ordered,
  blocking FALSE
);

/* Statuses come in the order of a measure's life: idea, decided, started, done, verified, or cancelled. */
SELECT
  *
FROM @this_model
WHERE
  NOT is_in_order OR status_to < status_from;

AUDIT (
  name measure_followup_is_conserved
);

/* Every reported effect is in the fact, with the same count and sum. */
SELECT
  *
FROM (
  SELECT
    COUNT(carried_out_sek) AS carried_out_count,
    SUM(carried_out_sek) AS carried_out_sek,
    COUNT(verified_sek) AS verified_count,
    SUM(verified_sek) AS verified_sek
  FROM @this_model
) AS fact
CROSS JOIN (
  SELECT
    COUNT(carried_out_sek) AS staged_carried_out_count,
    SUM(carried_out_sek) AS staged_carried_out_sek,
    COUNT(verified_sek) AS staged_verified_count,
    SUM(verified_sek) AS staged_verified_sek
  FROM staging.measure_followup
  WHERE
    row_kind = 'data' AND NOT month IS NULL
) AS staged
WHERE
  fact.carried_out_count <> staged.staged_carried_out_count
  OR fact.verified_count <> staged.staged_verified_count
  OR COALESCE(fact.carried_out_sek, 0) <> COALESCE(staged.staged_carried_out_sek, 0)
  OR COALESCE(fact.verified_sek, 0) <> COALESCE(staged.staged_verified_sek, 0);

AUDIT (
  name measure_is_registered,
  blocking FALSE
);

/* A measure that a board reports on is in the current register. */
SELECT
  *
FROM @this_model
WHERE
  NOT is_registered AND is_latest;

AUDIT (
  name measure_year_sums_from_months
);

/* The three steps of a year are the sums of its months; no report stays empty. */
SELECT
  year.measure_code,
  year.fiscal_year
FROM @this_model AS year
JOIN (
  SELECT
    measure_code,
    fiscal_year,
    is_simulated,
    SUM(CASE WHEN is_cancelled THEN decided_sek * 0 ELSE decided_sek END) AS decided_sek,
    SUM(carried_out_sek) AS carried_out_sek,
    SUM(verified_sek) AS verified_sek
  FROM core.measure_month
  GROUP BY
    measure_code,
    fiscal_year,
    is_simulated
) AS months
  ON months.measure_code = year.measure_code
  AND months.fiscal_year = year.fiscal_year
  AND months.is_simulated = year.is_simulated
WHERE
  year.within_year_sek IS DISTINCT FROM months.decided_sek
  OR year.carried_out_sek IS DISTINCT FROM months.carried_out_sek
  OR year.verified_sek IS DISTINCT FROM months.verified_sek;

AUDIT (
  name measure_contract_is_plausible,
  blocking FALSE
);

/* A contract's price belongs to a registered measure, ends after it begins, and neither price nor volume is negative. */
SELECT
  *
FROM @this_model
WHERE
  NOT is_registered
  OR valid_to < valid_from
  OR yearly_volume < 0
  OR price_before_sek < 0
  OR price_after_sek < 0

AUDIT (name month_sum_is_conserved);
-- The sum over the rows is the sum over the rows that they were made from.
SELECT counted.own_sek, counted.parent_sek
FROM (
  SELECT
    (SELECT COALESCE(SUM(amount_sek), 0) FROM @this_model) AS own_sek,
    (SELECT COALESCE(SUM(amount_sek), 0) FROM @parent) AS parent_sek
) AS counted
WHERE counted.own_sek <> counted.parent_sek;

AUDIT (name month_is_delivered, blocking false);
-- Every board has delivered every month of the ledger; a missing month is shown, and its sums are marked incomplete.
SELECT board_code, month
FROM @this_model
WHERE NOT is_delivered;

AUDIT (name month_transfer_sums_to_zero);
-- Every transfer of frame sums to zero over the region.
SELECT case_number
FROM @this_model
GROUP BY case_number
HAVING SUM(amount_sek) <> 0 OR COUNT(*) <> 2;

AUDIT (
  name month_sum_is_conserved
);

/* The sum over the rows is the sum over the rows that they were made from. */
SELECT
  counted.own_sek,
  counted.parent_sek
FROM (
  SELECT
    (
      SELECT
        COALESCE(SUM(amount_sek), 0)
      FROM @this_model
    ) AS own_sek,
    (
      SELECT
        COALESCE(SUM(amount_sek), 0)
      FROM @parent
    ) AS parent_sek
) AS counted
WHERE
  counted.own_sek <> counted.parent_sek;

AUDIT (
  name month_is_delivered,
  blocking FALSE
);

/* Every board has delivered every month of the ledger; a missing month is shown, and its sums are marked incomplete. */
SELECT
  board_code,
  month
FROM @this_model
WHERE
  NOT is_delivered;

AUDIT (
  name month_transfer_sums_to_zero
);

/* Every transfer of frame sums to zero over the region. */
SELECT
  case_number
FROM @this_model
GROUP BY
  case_number
HAVING
  SUM(amount_sek) <> 0 OR COUNT(*) <> 2;

AUDIT (
  name month_unclassified_is_small
);

/* Of a board's month at most the stated share of what is booked lacks a cost type: else the account plan is missing or does not fit. */
SELECT
  month,
  board_code,
  unclassified_sek,
  booked_sek
FROM (
  SELECT
    month,
    board_code,
    is_simulated,
    SUM(ABS(amount_sek)) AS booked_sek,
    SUM(CASE WHEN cost_type_code = @unclassified_code THEN ABS(amount_sek) ELSE 0 END) AS unclassified_sek
  FROM @this_model
  WHERE
    is_current
  GROUP BY
    month,
    board_code,
    is_simulated
) AS booked
WHERE
  unclassified_sek > @largest_share * booked_sek;

AUDIT (
  name month_account_has_cost_type,
  blocking FALSE
);

/* What is booked on accounts that the account plan does not have is in net cost only: gross cost and revenue are incomplete. */
SELECT
  month,
  board_code,
  account_code,
  SUM(amount_sek) AS amount_sek
FROM @this_model
WHERE
  is_current AND cost_type_code = @unclassified_code
GROUP BY
  month,
  board_code,
  account_code;

AUDIT (
  name cost_type_has_line,
  blocking TRUE
);

/* Summed in no line, a cost type would be lost in silence: it is in its own, in revenue or cost, and in the net; or in
the result. A flag that is not given is no. And no line is without a cost type that it sums. */
SELECT
  cost_type.cost_type_code,
  LISTAGG(DISTINCT line.sums, ', ') AS summed_in
FROM seed.cost_type AS cost_type
LEFT JOIN @this_model AS member
  ON member.member_code = cost_type.cost_type_code
LEFT JOIN seed.cost_type_line AS line
  ON line.cost_type_code = member.cost_type_code
LEFT JOIN seed.result_line AS result
  ON result.line_code = cost_type.cost_type_code
WHERE
  NOT COALESCE(cost_type.is_total, FALSE)
GROUP BY
  cost_type.cost_type_code
HAVING
  COUNT(DISTINCT CASE WHEN line.sums IN ('own', 'net', 'revenue', 'cost') THEN line.sums END) <> 3
  AND COUNT(result.line_code) = 0
UNION ALL
SELECT
  line.cost_type_code,
  line.sums AS summed_in
FROM seed.cost_type_line AS line
LEFT JOIN @this_model AS member
  ON member.cost_type_code = line.cost_type_code
WHERE
  member.member_code IS NULL

AUDIT (
  name transfer_has_both_labels
);

/* A transfer names its giving and its receiving board or area, and both are known. */
SELECT
  *
FROM @this_model
WHERE
  change_kind = 'transfer' AND (
    giving_board_code IS NULL OR receiving_board_code IS NULL
  );

AUDIT (
  name bridge_sums_to_change
);

/* The items of a bridge, the residual among them, sum exactly to the change of the frame. */
SELECT
  document_code,
  board_code,
  from_year,
  to_year,
  reading_code
FROM @this_model
GROUP BY
  document_code,
  board_code,
  from_year,
  to_year,
  reading_code
HAVING
  SUM(amount_sek) <> MAX(closing_sek) - MAX(opening_sek)
  OR SUM(CASE WHEN item_kind = 'residual' THEN 1 ELSE 0 END) <> 1

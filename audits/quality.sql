AUDIT (
  name rows_are_accounted_for
);

/* Records read = loaded + rejected. */
SELECT
  *
FROM @this_model
WHERE
  rows_read <> rows_loaded + rows_rejected OR rows_loaded < 0 OR rows_rejected < 0

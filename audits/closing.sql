AUDIT (
  name month_needs_what_has_not_come,
  blocking FALSE
);

/* A month that has begun to come lacks a delivery that its report needs, or has one waiting for a person. */
SELECT
  *
FROM @this_model
WHERE
  NOT is_delivered OR NOT blocked_delivery_id IS NULL;

AUDIT (
  name month_unmapped_is_small,
  blocking FALSE
);

/* More kronor than the stated limit have no cost type, or no unit, in a board's month: it cannot be closed. */
SELECT
  *
FROM @this_model
WHERE
  is_over_limit;

AUDIT (
  name month_unmapped_can_be_published
);

/* So many kronor of a board's month have no cost type, or no unit, that what is published would say something else. */
SELECT
  *
FROM @this_model
WHERE
  stops_publication

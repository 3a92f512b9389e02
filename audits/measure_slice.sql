AUDIT (
  name slice_registered_late,
  blocking FALSE
);

/* A slice is registered before its outcome is known: one chosen afterwards may have been chosen for its outcome. */
SELECT
  *
FROM @this_model
WHERE
  is_registered_late;

AUDIT (
  name measure_start_moved_late,
  blocking FALSE
);

/* A start is moved before the outcome from it is known: one chosen afterwards may have been chosen for its outcome. */
SELECT
  *
FROM @this_model
WHERE
  is_moved_late;

AUDIT (
  name measure_cancelled_late,
  blocking FALSE
);

/* A cancellation, and a taking up again, is known before the outcome that it is about: one dated back may have been chosen for it. */
SELECT
  *
FROM @this_model
WHERE
  is_cancelled_late OR is_resumed_late;

AUDIT (
  name slice_start_is_the_measures,
  blocking FALSE
);

/* The register of slices states the start month of the register of measures. */
SELECT
  *
FROM @this_model
WHERE
  is_slice_start_other;

AUDIT (
  name slice_overlap,
  blocking FALSE
);

/* No krona is claimed by two measures. */
SELECT
  *
FROM @this_model;

AUDIT (
  name slice_month_sums_from_ledger
);

/* What is booked on a slice is its own part and the part attributed to none, and is in the ledger of the slice's units. */
SELECT
  *
FROM @this_model
WHERE
  booked_sek <> own_sek + shared_sek OR own_unit_count > slice_unit_count;

AUDIT (
  name price_level_is_positive
);

/* A price level to divide by is above zero; a year without an index has none. */
SELECT
  *
FROM @this_model
WHERE
  price_level <= 0

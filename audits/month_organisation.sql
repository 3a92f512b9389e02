AUDIT (
  name month_validity_does_not_overlap
);

/* A unit has one place in the organisation on any day. */
SELECT
  first.unit_code,
  first.valid_from,
  second.valid_from AS other_valid_from
FROM @this_model AS first
JOIN @this_model AS second
  ON second.unit_code = first.unit_code AND second.valid_from > first.valid_from
WHERE
  first.valid_to IS NULL OR first.valid_to >= second.valid_from;

AUDIT (
  name month_mapping_shares_are_whole
);

/* The shares of a unit that ceased sum to one, on one day. */
SELECT
  from_unit_code
FROM @this_model
GROUP BY
  from_unit_code
HAVING
  MAX(share_to) <> 1 OR MIN(effective_on) <> MAX(effective_on);

AUDIT (
  name month_shares_are_whole
);

/* Each unit's cost is counted once at every level, in every month and on both bases. */
SELECT
  organisation_basis,
  month,
  unit_code,
  organisation_level
FROM @this_model
GROUP BY
  organisation_basis,
  month,
  unit_code,
  organisation_level
HAVING
  SUM(share_to - share_from) <> 1;

AUDIT (
  name month_account_has_one_cost_type
);

/* An account has one cost type on any day. */
SELECT
  first.account_code,
  first.valid_from,
  second.valid_from AS other_valid_from
FROM @this_model AS first
JOIN @this_model AS second
  ON second.account_code = first.account_code AND second.valid_from > first.valid_from
WHERE
  first.valid_to >= second.valid_from

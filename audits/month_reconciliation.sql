AUDIT (
  name month_versions_do_not_overlap
);

/* On any day at most one version of a board's month is the known one. */
SELECT
  first.month,
  first.unit_code,
  first.cost_type_code
FROM @this_model AS first
JOIN @this_model AS second
  ON second.month = first.month
  AND second.is_year_end = first.is_year_end
  AND second.board_code = first.board_code
  AND second.unit_code = first.unit_code
  AND second.cost_type_code = first.cost_type_code
  AND second.version_number > first.version_number
WHERE
  first.known_to IS NULL OR first.known_to > second.known_from;

AUDIT (
  name month_bridge_is_exact
);

/* The items of a bridge sum exactly to its change. */
SELECT
  bridge_kind,
  month,
  period_kind,
  organisation_code,
  cost_type_code,
  scope_code
FROM @this_model
GROUP BY
  bridge_kind,
  month,
  period_kind,
  organisation_level,
  organisation_code,
  cost_type_code,
  scope_code,
  is_simulated
HAVING
  SUM(COALESCE(amount_sek, 0)) <> MAX(closing_sek) - MAX(opening_sek) OR COUNT(*) <> 6

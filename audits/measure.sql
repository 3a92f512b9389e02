AUDIT (
  name level_keeps_its_measure
);

/* Within one delivery a measure has one level per year: type, name and board are its identity. */
SELECT
  delivery_id,
  measure_code,
  fiscal_year
FROM @this_model
GROUP BY
  delivery_id,
  measure_code,
  fiscal_year
HAVING
  COUNT(*) > 1;

AUDIT (
  name new_effects_sum_to_level
);

/* Up to a year without a gap the new effects sum to that year's level, and the levels to the cumulative cash. */
SELECT
  later.measure_code,
  later.fiscal_year
FROM @this_model AS later
JOIN @this_model AS earlier
  ON earlier.measure_code = later.measure_code AND earlier.fiscal_year <= later.fiscal_year
GROUP BY
  later.measure_code,
  later.fiscal_year
HAVING
  (
    COUNT(earlier.new_effect_sek) = COUNT(*) AND SUM(earlier.new_effect_sek) <> MAX(later.level_sek)
  )
  OR (
    COUNT(earlier.level_sek) = COUNT(*)
    AND SUM(earlier.level_sek) <> COALESCE(MAX(later.cumulative_cash_sek), 0)
  )
  OR (
    COUNT(earlier.level_sek) < COUNT(*) AND COUNT(later.cumulative_cash_sek) > 0
  );

AUDIT (
  name gap_is_required_less_effect
);

/* The gap is the required reduction less the new effect, and is empty when no effect is known. */
SELECT
  *
FROM @this_model
WHERE
  gap_sek <> required_reduction_sek - new_effect_sek
  OR (
    new_effect_sek IS NULL AND (
      NOT gap_sek IS NULL OR missing_reason IS NULL
    )
  )
  OR ABS(required_reduction_sek - gross_cost_base_sek * required_percent * 0.01) > 0.01

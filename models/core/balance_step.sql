MODEL (
  name core.balance_step,
  grain (board_code, fiscal_year, includes_internal_cost, step_code, is_simulated),
  description 'One row per board, required year, gross cost basis and step of the followed-up measures, over the months of the year that the board has reported on (the whole year where it has on none) and the same months of the year before; a month whose cost the year before is neither booked nor budgeted is no part of either',
  column_descriptions (
    fiscal_year = 'own: Year of the required reduction',
    step_code = 'own: decided, carried_out or verified: read side by side, never added',
    required_percent = 'own: Least reduction in per cent as printed in the plan',
    month_count = 'own: Months compared',
    gross_cost_base_sek = 'own: Gross cost of the same months the year before, positive: booked, or the budget in force where a month is not booked yet',
    booked_month_count = 'own: Months of the base that are booked',
    new_effect_sek = 'own: Effect of the measures in the months less the same measures'' effect in the same months of the year before, nothing where a measure had not begun; months without a report at either end are left out, not zero, and a cancelled measure is without effect from its cancellation; empty where none is left',
    effect_sek = 'own: Effect of the measures in the months',
    unknown_measure_count = 'own: Measures with a month left out: no amount or report for the step, in the year or in the year before',
    document_code = 'own: Plan document of the requirement',
    is_simulated = 'own: True for rows of the simulated region; the required per cent is the plan''s own'
  )
);

WITH requirement AS (
  SELECT
    board_code,
    fiscal_year,
    required_percent,
    document_code,
    ROW_NUMBER() OVER (PARTITION BY board_code, fiscal_year ORDER BY document_code DESC) AS place
  FROM core.requirement
  WHERE
    is_current AND quantity_text = 'bruttokostnad'
), effect AS (
  SELECT
    board_code,
    fiscal_year,
    is_simulated,
    step_code,
    SUM(CASE WHEN has_before THEN effect_sek - effect_before_sek ELSE effect_sek END) AS new_effect_sek,
    SUM(effect_sek) AS effect_sek,
    COUNT(
      DISTINCT CASE WHEN effect_sek IS NULL OR (
        has_before AND effect_before_sek IS NULL
      ) THEN measure_code END
    ) AS unknown_measure_count
  FROM core.balance_measure_month
  GROUP BY
    board_code,
    fiscal_year,
    is_simulated,
    step_code
), base AS (
  SELECT
    board_code,
    fiscal_year,
    is_simulated,
    includes_internal_cost,
    COUNT(*) AS month_count,
    SUM(gross_cost_sek) AS gross_cost_sek,
    SUM(CASE WHEN is_booked THEN 1 ELSE 0 END) AS booked_month_count
  FROM core.balance_base_month
  GROUP BY
    board_code,
    fiscal_year,
    is_simulated,
    includes_internal_cost
)
SELECT
  effect.board_code::TEXT AS board_code,
  effect.fiscal_year::INT AS fiscal_year,
  base.includes_internal_cost::BOOLEAN AS includes_internal_cost,
  effect.step_code::TEXT AS step_code,
  requirement.required_percent::DECIMAL(18, 6) AS required_percent,
  base.month_count::INT AS month_count,
  base.gross_cost_sek::DECIMAL(18, 2) AS gross_cost_base_sek,
  base.booked_month_count::INT AS booked_month_count,
  effect.new_effect_sek::DECIMAL(18, 2) AS new_effect_sek,
  effect.effect_sek::DECIMAL(18, 2) AS effect_sek,
  effect.unknown_measure_count::INT AS unknown_measure_count,
  requirement.document_code::TEXT AS document_code,
  effect.is_simulated::BOOLEAN AS is_simulated
FROM effect
JOIN requirement
  ON requirement.board_code = effect.board_code
  AND requirement.fiscal_year = effect.fiscal_year
  AND requirement.place = 1
JOIN base
  ON base.board_code = effect.board_code
  AND base.fiscal_year = effect.fiscal_year
  AND base.is_simulated = effect.is_simulated

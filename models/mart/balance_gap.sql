MODEL (
  name mart.balance_gap,
  grain (board_code, fiscal_year, basis_code, step_code, is_simulated),
  description 'One row per board × year × basis × step: the required reduction of gross cost against the measures'' new effect; the plan''s own measures, and on months the followed-up ones',
  column_descriptions (
    basis_code = 'own: What the gross cost holds and how the base follows: INTERNAL or EXTERNAL cost, WITH or WITHOUT the elected, FIXED (budget of the plan year), CHAINED (less the earlier years'' required reduction), or MONTHS: gross cost a year earlier of the months reported on (of the whole year where none is), booked, or the budget where not booked yet',
    includes_elected = 'True when the elected''s part is in the gross cost',
    is_chained = 'True when the base is reduced by the earlier years'' requirement',
    base_fiscal_year = 'Budget year of the gross cost',
    required_percent = 'own: Least reduction in per cent as printed',
    gross_cost_base_sek = 'own: Gross cost that the per cent is taken of, positive',
    required_reduction_sek = 'Per cent × base, positive',
    step_code = 'own: decided: as the plan has it, which a draft (status) only proposes; carried_out and verified: the follow-ups. Read side by side, never added',
    new_effect_sek = 'own: New effect of the year''s measures, summed from the measures',
    stated_new_effect_sek = 'New effect by the plan''s printed totals',
    level_effect_sek = 'Level of the measures against their base year, summed from the measures; on months their effect in them',
    gap_sek = 'Required reduction less new effect: what is not covered',
    share_covered_pct = 'New effect as per cent of the required reduction',
    stated_share_covered_pct = 'The same by the printed totals',
    missing_reason = 'own: Why no share is given, in Swedish',
    missing_reason_en = 'own: Why no share is given, in English',
    unknown_measure_count = 'own: Measures left out of the new effect, wholly or for some month, since an amount is missing in the year or the year before: not zero',
    month_count = 'own: Months that base and effect are over; 12 for the plan''s years',
    document_code = 'own: Plan document that states the requirement',
    status = 'own: draft, adopted or revised; a document without a decision paragraph is a draft, and its measures are proposed'
  ),
  tags (
    'trace:mart.balance_gap_part:board_code,fiscal_year,basis_code'
  ),
  audits (not_null(columns := (required_reduction_sek, gross_cost_base_sek)), gap_is_required_less_effect)
);

WITH scope AS (
  SELECT
    TRUE AS includes_internal_cost,
    TRUE AS includes_elected
  UNION ALL
  SELECT
    TRUE,
    FALSE
  UNION ALL
  SELECT
    FALSE,
    TRUE
  UNION ALL
  SELECT
    FALSE,
    FALSE
), cost AS (
  SELECT
    amount.document_code,
    amount.board_code,
    amount.fiscal_year,
    amount.part_code,
    cost_type.is_internal,
    amount.amount_sek,
    amount.is_simulated
  FROM core.stated_amount AS amount
  JOIN seed.cost_type AS cost_type
    ON cost_type.cost_type_code = amount.cost_type_code
  WHERE
    amount.table_code = 'budget_area_cost_type'
    AND amount.is_total
    AND amount.is_current
    AND cost_type.is_cost
), gross_cost AS (
  SELECT
    cost.document_code,
    cost.board_code,
    cost.fiscal_year,
    scope.includes_internal_cost,
    scope.includes_elected,
    -SUM(cost.amount_sek) AS gross_cost_sek,
    BOOL_OR(cost.is_simulated::BOOLEAN) AS is_simulated
  FROM scope
  JOIN cost
    ON (
      scope.includes_internal_cost OR NOT cost.is_internal
    )
    AND (
      scope.includes_elected OR cost.part_code = 'OFFICIALS'
    )
  GROUP BY
    cost.document_code,
    cost.board_code,
    cost.fiscal_year,
    scope.includes_internal_cost,
    scope.includes_elected
), requirement AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    required_percent,
    COALESCE(
      EXP(
        SUM(LN(1 - required_percent / 100)) OVER (
          PARTITION BY document_code, board_code
          ORDER BY fiscal_year
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        )
      ),
      1
    ) AS chain_factor
  FROM core.requirement
  WHERE
    is_current AND quantity_text = 'bruttokostnad'
), chain AS (
  SELECT
    FALSE AS is_chained
  UNION ALL
  SELECT
    TRUE
), required AS (
  SELECT
    requirement.*,
    gross_cost.fiscal_year AS base_fiscal_year,
    gross_cost.includes_internal_cost,
    gross_cost.includes_elected,
    gross_cost.is_simulated,
    chain.is_chained,
    CAST(gross_cost.gross_cost_sek * CASE WHEN chain.is_chained THEN requirement.chain_factor ELSE 1 END AS DECIMAL(18, 2)) AS gross_cost_base_sek
  FROM requirement
  JOIN gross_cost
    ON gross_cost.document_code = requirement.document_code
    AND gross_cost.board_code = requirement.board_code
  CROSS JOIN chain
), level AS (
  SELECT
    document_code,
    board_code,
    measure_code,
    fiscal_year,
    level_sek,
    MIN(fiscal_year) OVER (PARTITION BY document_code, board_code) AS first_year
  FROM core.measure_effect
  WHERE
    is_current
), level_change AS (
  SELECT
    now.document_code,
    now.board_code,
    now.fiscal_year,
    SUM(now.level_sek) AS level_sek,
    SUM(now.level_sek - before.level_sek) AS change_sek,
    COUNT(DISTINCT CASE WHEN now.level_sek - before.level_sek IS NULL THEN now.measure_code END) AS unknown_count,
    MAX(CASE WHEN now.fiscal_year > now.first_year THEN 1 ELSE 0 END) AS has_before
  FROM level AS now
  LEFT JOIN level AS before
    ON before.document_code = now.document_code
    AND before.measure_code = now.measure_code
    AND before.fiscal_year = now.fiscal_year - 1
  GROUP BY
    now.document_code,
    now.board_code,
    now.fiscal_year
), stated_total AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    SUM(amount_sek) AS stated_sek
  FROM core.stated_amount
  WHERE
    table_code = 'measure_plan' AND is_total AND is_current
  GROUP BY
    document_code,
    board_code,
    fiscal_year
), effect AS (
  SELECT
    now.document_code,
    now.board_code,
    now.fiscal_year,
    now.level_sek AS level_effect_sek,
    CASE WHEN now.has_before = 1 THEN now.change_sek END AS new_effect_sek,
    now.unknown_count AS unknown_measure_count,
    stated_now.stated_sek - stated_before.stated_sek AS stated_new_effect_sek
  FROM level_change AS now
  LEFT JOIN stated_total AS stated_now
    ON stated_now.document_code = now.document_code
    AND stated_now.board_code = now.board_code
    AND stated_now.fiscal_year = now.fiscal_year
  LEFT JOIN stated_total AS stated_before
    ON stated_before.document_code = now.document_code
    AND stated_before.board_code = now.board_code
    AND stated_before.fiscal_year = now.fiscal_year - 1
), gap AS (
  SELECT
    required.*,
    CAST(required.gross_cost_base_sek * required.required_percent / 100 AS DECIMAL(18, 2)) AS required_reduction_sek,
    effect.level_effect_sek,
    effect.new_effect_sek,
    effect.unknown_measure_count,
    effect.stated_new_effect_sek,
    document.status
  FROM required
  LEFT JOIN core.document AS document
    ON document.document_code = required.document_code
  LEFT JOIN effect
    ON effect.document_code = required.document_code
    AND effect.board_code = required.board_code
    AND effect.fiscal_year = required.fiscal_year
)
SELECT
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  (
    CASE WHEN includes_internal_cost THEN 'INTERNAL' ELSE 'EXTERNAL' END || '/' || CASE WHEN includes_elected THEN 'WITH_ELECTED' ELSE 'WITHOUT_ELECTED' END || '/' || CASE WHEN is_chained THEN 'CHAINED' ELSE 'FIXED' END
  )::TEXT AS basis_code,
  includes_internal_cost::BOOLEAN AS includes_internal_cost,
  includes_elected::BOOLEAN AS includes_elected,
  is_chained::BOOLEAN AS is_chained,
  base_fiscal_year::INT AS base_fiscal_year,
  required_percent::DECIMAL(18, 6) AS required_percent,
  gross_cost_base_sek::DECIMAL(18, 2) AS gross_cost_base_sek,
  required_reduction_sek::DECIMAL(18, 2) AS required_reduction_sek,
  'decided'::TEXT AS step_code,
  new_effect_sek::DECIMAL(18, 2) AS new_effect_sek,
  stated_new_effect_sek::DECIMAL(18, 2) AS stated_new_effect_sek,
  level_effect_sek::DECIMAL(18, 2) AS level_effect_sek,
  (
    required_reduction_sek - new_effect_sek
  )::DECIMAL(18, 2) AS gap_sek,
  (
    100 * new_effect_sek / required_reduction_sek
  )::DECIMAL(9, 3) AS share_covered_pct,
  (
    100 * stated_new_effect_sek / required_reduction_sek
  )::DECIMAL(9, 3) AS stated_share_covered_pct,
  CASE WHEN new_effect_sek IS NULL THEN 'Ingen åtgärd har belopp både för året och för året före' END::TEXT AS missing_reason,
  CASE
    WHEN new_effect_sek IS NULL
    THEN 'No measure has an amount for both the year and the year before'
  END::TEXT AS missing_reason_en,
  COALESCE(unknown_measure_count, 0)::INT AS unknown_measure_count,
  12::INT AS month_count,
  document_code::TEXT AS document_code,
  status::TEXT AS status,
  is_simulated::BOOLEAN AS is_simulated
FROM gap
UNION ALL
SELECT
  step.board_code::TEXT AS board_code,
  step.fiscal_year::INT AS fiscal_year,
  (
    CASE WHEN step.includes_internal_cost THEN 'INTERNAL' ELSE 'EXTERNAL' END || '/WITH_ELECTED/MONTHS'
  )::TEXT AS basis_code,
  step.includes_internal_cost::BOOLEAN AS includes_internal_cost,
  TRUE::BOOLEAN AS includes_elected,
  FALSE::BOOLEAN AS is_chained,
  (
    step.fiscal_year - 1
  )::INT AS base_fiscal_year,
  step.required_percent::DECIMAL(18, 6) AS required_percent,
  step.gross_cost_base_sek::DECIMAL(18, 2) AS gross_cost_base_sek,
  (
    step.gross_cost_base_sek * step.required_percent / 100
  )::DECIMAL(18, 2) AS required_reduction_sek,
  step.step_code::TEXT AS step_code,
  step.new_effect_sek::DECIMAL(18, 2) AS new_effect_sek,
  NULL::DECIMAL(18, 2) AS stated_new_effect_sek,
  step.effect_sek::DECIMAL(18, 2) AS level_effect_sek,
  (
    CAST(step.gross_cost_base_sek * step.required_percent / 100 AS DECIMAL(18, 2)) - step.new_effect_sek
  )::DECIMAL(18, 2) AS gap_sek,
  (
    100 * step.new_effect_sek / NULLIF(step.gross_cost_base_sek * step.required_percent / 100, 0)
  )::DECIMAL(9, 3) AS share_covered_pct,
  NULL::DECIMAL(9, 3) AS stated_share_covered_pct,
  CASE
    WHEN step.effect_sek IS NULL
    THEN 'Ingen uppföljning redovisar steget'
    WHEN step.new_effect_sek IS NULL
    THEN 'Ingen uppföljning redovisar steget för samma månader året före'
  END::TEXT AS missing_reason,
  CASE
    WHEN step.effect_sek IS NULL
    THEN 'No follow-up reports the step'
    WHEN step.new_effect_sek IS NULL
    THEN 'No follow-up reports the step for the same months of the year before'
  END::TEXT AS missing_reason_en,
  step.unknown_measure_count::INT AS unknown_measure_count,
  step.month_count::INT AS month_count,
  step.document_code::TEXT AS document_code,
  document.status::TEXT AS status,
  step.is_simulated::BOOLEAN AS is_simulated
FROM core.balance_step AS step
LEFT JOIN core.document AS document
  ON document.document_code = step.document_code

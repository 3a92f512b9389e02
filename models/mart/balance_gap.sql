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
  audits (not_null(columns := (required_reduction_sek, gross_cost_base_sek)), gap_is_required_less_effect)
);

WITH step AS (
  SELECT
    plan.board_code,
    plan.fiscal_year,
    CASE WHEN plan.is_chained THEN 'CHAINED' ELSE 'FIXED' END AS base_code,
    plan.includes_internal_cost,
    plan.includes_elected,
    plan.base_fiscal_year,
    plan.required_percent,
    plan.gross_cost_base_sek,
    'decided' AS step_code,
    change.new_effect_sek,
    change.stated_new_effect_sek,
    change.level_sek AS level_effect_sek,
    COALESCE(change.unknown_measure_count, 0) AS unknown_measure_count,
    12 AS month_count,
    plan.document_code,
    plan.is_simulated
  FROM core.balance_plan AS plan
  LEFT JOIN core.measure_level_change AS change
    ON change.document_code = plan.document_code
    AND change.board_code = plan.board_code
    AND change.fiscal_year = plan.fiscal_year
  UNION ALL
  SELECT
    board_code,
    fiscal_year,
    'MONTHS' AS base_code,
    includes_internal_cost,
    TRUE AS includes_elected,
    fiscal_year - 1 AS base_fiscal_year,
    required_percent,
    gross_cost_base_sek,
    step_code,
    new_effect_sek,
    NULL::DECIMAL(18, 2) AS stated_new_effect_sek,
    effect_sek AS level_effect_sek,
    unknown_measure_count,
    month_count,
    document_code,
    is_simulated
  FROM core.balance_step
), required AS (
  SELECT
    step.*,
    @product(gross_cost_base_sek, required_percent * 0.01)::DECIMAL(18, 2) AS required_reduction_sek,
    CASE
      WHEN base_code = 'MONTHS' AND level_effect_sek IS NULL
      THEN 'not_reported'
      WHEN base_code = 'MONTHS' AND new_effect_sek IS NULL
      THEN 'not_reported_before'
      WHEN new_effect_sek IS NULL
      THEN 'no_amount'
    END AS reason_code
  FROM step
)
SELECT
  required.board_code::TEXT AS board_code,
  required.fiscal_year::INT AS fiscal_year,
  CONCAT_WS(
    '/',
    CASE WHEN includes_internal_cost THEN 'INTERNAL' ELSE 'EXTERNAL' END,
    CASE WHEN includes_elected THEN 'WITH_ELECTED' ELSE 'WITHOUT_ELECTED' END,
    base_code
  )::TEXT AS basis_code,
  required.includes_internal_cost::BOOLEAN AS includes_internal_cost,
  required.includes_elected::BOOLEAN AS includes_elected,
  (
    required.base_code = 'CHAINED'
  )::BOOLEAN AS is_chained,
  required.base_fiscal_year::INT AS base_fiscal_year,
  required.required_percent::DECIMAL(18, 6) AS required_percent,
  required.gross_cost_base_sek::DECIMAL(18, 2) AS gross_cost_base_sek,
  required.required_reduction_sek::DECIMAL(18, 2) AS required_reduction_sek,
  required.step_code::TEXT AS step_code,
  required.new_effect_sek::DECIMAL(18, 2) AS new_effect_sek,
  required.stated_new_effect_sek::DECIMAL(18, 2) AS stated_new_effect_sek,
  required.level_effect_sek::DECIMAL(18, 2) AS level_effect_sek,
  (
    required.required_reduction_sek - required.new_effect_sek
  )::DECIMAL(18, 2) AS gap_sek,
  @quotient(100 * required.new_effect_sek, required.required_reduction_sek, 3)::DECIMAL(9, 3) AS share_covered_pct,
  @quotient(100 * required.stated_new_effect_sek, required.required_reduction_sek, 3)::DECIMAL(9, 3) AS stated_share_covered_pct,
  said.sentence_text::TEXT AS missing_reason,
  said.sentence_text_en::TEXT AS missing_reason_en,
  required.unknown_measure_count::INT AS unknown_measure_count,
  required.month_count::INT AS month_count,
  required.document_code::TEXT AS document_code,
  document.status::TEXT AS status,
  required.is_simulated::BOOLEAN AS is_simulated
FROM required
LEFT JOIN core.document AS document
  ON document.document_code = required.document_code
LEFT JOIN seed.sentence AS said
  ON said.sentence_code = 'balance_' || required.reason_code

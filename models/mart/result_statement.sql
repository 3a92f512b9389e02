MODEL (
  name mart.result_statement,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
  description 'One row per basis × period × line from the region''s net cost to its result, balance requirement result and what is left to restore. Budget of the plan, published budget, outcome and forecast, and months stand beside each other and are never added',
  column_descriptions (
    basis_code = 'own: plan: the plan documents'' budget; published_budget, published and published_forecast: the published record as last told; month: the months',
    fiscal_year = 'own: Year that the period ends in',
    period_kind = 'own: month, ytd or year',
    line_code = 'own: Line from net cost to result',
    sort_order = 'own: Order of reading',
    amount_sek = 'own: Amount in kronor, revenue + and cost −; empty where it is neither stated nor computable from what is known',
    amount_origin = 'stated; computed from its parts; implied: what is left between two stated lines; empty without amount',
    stated_sek = 'Amount as stated',
    computed_sek = 'Amount computed from its parts, where all are known',
    deviation_sek = 'own: Deviation from budget as printed or, of the months, computed; of the financial net also what is left between the result''s and the operating result''s; + when better',
    budget_sek = 'own: Amount less deviation; empty where either is',
    is_complete = 'own: False where the statement does not cover every board: see missing_text',
    missing_text = 'own: What is missing, in Swedish; empty where nothing is',
    missing_text_en = 'own: The same in English',
    delivery_id = 'own: Delivery of the stated amount',
    row_number = 'own: Its row; empty where several rows are summed'
  ),
  audits (not_null(columns := (
      line_name
  )), result_lines_add_up)
);

SELECT
  computed.basis_code::TEXT AS basis_code,
  computed.fiscal_year::INT AS fiscal_year,
  computed.period_to::DATE AS period_to,
  computed.period_kind::TEXT AS period_kind,
  computed.line_code::TEXT AS line_code,
  computed.line_name::TEXT AS line_name,
  computed.line_name_en::TEXT AS line_name_en,
  computed.sort_order::INT AS sort_order,
  COALESCE(item.amount_sek, computed.computed_sek, computed.implied_sek)::DECIMAL(18, 2) AS amount_sek,
  CASE
    WHEN NOT item.amount_sek IS NULL
    THEN 'stated'
    WHEN NOT computed.computed_sek IS NULL
    THEN 'computed'
    WHEN NOT computed.implied_sek IS NULL
    THEN 'implied'
  END::TEXT AS amount_origin,
  item.amount_sek::DECIMAL(18, 2) AS stated_sek,
  computed.computed_sek::DECIMAL(18, 2) AS computed_sek,
  COALESCE(item.deviation_sek, computed.implied_deviation_sek)::DECIMAL(18, 2) AS deviation_sek,
  (
    item.amount_sek - item.deviation_sek
  )::DECIMAL(18, 2) AS budget_sek,
  computed.is_complete::BOOLEAN AS is_complete,
  said.sentence_text::TEXT AS missing_text,
  said.sentence_text_en::TEXT AS missing_text_en,
  computed.is_simulated::BOOLEAN AS is_simulated,
  item.delivery_id::TEXT AS delivery_id,
  item.row_number::INT AS row_number
FROM mart.result_computed AS computed
LEFT JOIN mart.result_known AS item
  ON item.basis_code = computed.basis_code
  AND item.period_to = computed.period_to
  AND item.period_kind = computed.period_kind
  AND item.line_code = computed.line_code
  AND item.is_simulated = computed.is_simulated
LEFT JOIN seed.sentence AS said
  ON said.sentence_code = CASE
    WHEN computed.basis_code = 'plan'
    THEN 'result_plan'
    WHEN NOT computed.is_complete
    THEN 'result_incomplete'
  END

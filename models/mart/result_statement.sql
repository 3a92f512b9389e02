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

WITH summary AS (
  SELECT
    CAST(month + INTERVAL '1' MONTH - INTERVAL '1' DAY AS DATE) AS period_to,
    period_kind,
    net_cost_sek,
    net_cost_deviation_sek,
    is_complete,
    is_simulated
  FROM mart.cost_summary
  WHERE
    organisation_basis = 'as_was'
    AND organisation_level = 'region'
    AND scope_code = 'with_internal'
    AND period_kind IN ('month', 'ytd')
), item AS (
  SELECT
    basis_code,
    fiscal_year,
    period_to,
    period_kind,
    line_code,
    amount_sek,
    deviation_sek,
    is_simulated,
    delivery_id,
    row_number,
    TRUE AS is_whole
  FROM core.result_item
  UNION ALL
  SELECT
    'month',
    EXTRACT(YEAR FROM period_to)::INT,
    period_to,
    period_kind,
    'NET_COST',
    net_cost_sek,
    net_cost_deviation_sek,
    is_simulated,
    NULL,
    NULL,
    is_complete
  FROM summary
), wide AS (
  SELECT
    basis_code,
    fiscal_year,
    period_to,
    period_kind,
    is_simulated,
    SUM(CASE line_code WHEN 'NET_COST' THEN amount_sek END) AS net_cost,
    SUM(CASE WHEN line_code IN ('TAX', 'GENERAL_GRANT', 'PHARMA_GRANT') THEN amount_sek END) AS tax_grant,
    COUNT(CASE WHEN line_code IN ('TAX', 'GENERAL_GRANT') THEN amount_sek END) AS tax_grant_count,
    SUM(CASE WHEN line_code IN ('FIN_REV', 'FIN_COST') THEN amount_sek END) AS financial,
    COUNT(CASE WHEN line_code IN ('FIN_REV', 'FIN_COST') THEN amount_sek END) AS financial_count,
    SUM(CASE line_code WHEN 'UNREALISED' THEN amount_sek END) AS unrealised,
    SUM(CASE line_code WHEN 'OPERATING_RESULT' THEN amount_sek END) AS operating_result,
    SUM(CASE line_code WHEN 'OPERATING_RESULT' THEN deviation_sek END) AS operating_deviation,
    SUM(CASE line_code WHEN 'RESULT' THEN deviation_sek END) AS result_deviation,
    SUM(CASE line_code WHEN 'FINANCIAL_NET' THEN amount_sek END) AS financial_net,
    SUM(CASE line_code WHEN 'RESULT' THEN amount_sek END) AS result,
    SUM(CASE line_code WHEN 'BALANCE_RESULT' THEN amount_sek END) AS balance_result,
    SUM(CASE line_code WHEN 'DEFICIT_BEFORE' THEN amount_sek END) AS deficit_before,
    BOOL_AND(is_whole::BOOLEAN) AND basis_code <> 'plan' AS is_complete
  FROM item
  GROUP BY
    basis_code,
    fiscal_year,
    period_to,
    period_kind,
    is_simulated
), first_step AS (
  SELECT
    wide.*,
    CASE WHEN tax_grant_count = 2 THEN net_cost + tax_grant END AS computed_operating,
    CASE
      WHEN financial_count = 2
      THEN financial + CASE WHEN basis_code = 'plan' THEN COALESCE(unrealised, 0) ELSE unrealised END
    END AS computed_financial
  FROM wide
), second_step AS (
  SELECT
    first_step.*,
    COALESCE(operating_result, computed_operating) AS any_operating,
    COALESCE(financial_net, computed_financial, result - COALESCE(operating_result, computed_operating)) AS any_financial,
    COALESCE(operating_result, computed_operating) + COALESCE(financial_net, computed_financial) AS computed_result
  FROM first_step
), third_step AS (
  SELECT
    second_step.*,
    COALESCE(result, computed_result) AS any_result,
    CASE WHEN basis_code = 'month' THEN COALESCE(result, computed_result) - unrealised END AS computed_balance
  FROM second_step
), computed AS (
  SELECT
    statement.basis_code,
    statement.fiscal_year,
    statement.period_to,
    statement.period_kind,
    statement.is_simulated,
    statement.is_complete,
    line.line_code,
    line.line_name,
    line.line_name_en,
    line.sort_order,
    CASE line.line_code
      WHEN 'OPERATING_RESULT'
      THEN statement.computed_operating
      WHEN 'FINANCIAL_NET'
      THEN statement.computed_financial
      WHEN 'FINANCIAL_NET_REALISED'
      THEN CASE
        WHEN statement.basis_code = 'plan'
        THEN statement.any_financial
        ELSE statement.any_financial - statement.unrealised
      END
      WHEN 'FINANCING'
      THEN CASE WHEN statement.tax_grant_count = 2 THEN statement.tax_grant + statement.any_financial END
      WHEN 'RESULT'
      THEN statement.computed_result
      WHEN 'BALANCE_ADJUSTMENT'
      THEN COALESCE(statement.balance_result, statement.computed_balance) - statement.any_result
      WHEN 'BALANCE_RESULT'
      THEN statement.computed_balance
      WHEN 'LEFT_TO_RESTORE'
      THEN CASE
        WHEN statement.period_kind <> 'year'
        THEN NULL
        WHEN statement.deficit_before + COALESCE(statement.balance_result, statement.computed_balance) > 0
        THEN 0
        ELSE statement.deficit_before + COALESCE(statement.balance_result, statement.computed_balance)
      END
    END AS computed_sek,
    CASE line.line_code WHEN 'FINANCIAL_NET' THEN statement.result - statement.any_operating END AS implied_sek,
    CASE line.line_code
      WHEN 'FINANCIAL_NET'
      THEN statement.result_deviation - statement.operating_deviation
    END AS implied_deviation_sek
  FROM third_step AS statement
  CROSS JOIN seed.result_line AS line
)
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
  CASE
    WHEN computed.basis_code = 'plan'
    THEN 'Dokumenten har regionstyrelsens och finansförvaltningens budget; de andra nämndernas ramar saknas.'
    WHEN NOT computed.is_complete
    THEN 'En nämnds månad saknas.'
  END::TEXT AS missing_text,
  CASE
    WHEN computed.basis_code = 'plan'
    THEN 'The documents hold the budget of the executive board and the finance administration; the other boards'' frames are missing.'
    WHEN NOT computed.is_complete
    THEN 'A board''s month is missing.'
  END::TEXT AS missing_text_en,
  computed.is_simulated::BOOLEAN AS is_simulated,
  item.delivery_id::TEXT AS delivery_id,
  item.row_number::INT AS row_number
FROM computed
LEFT JOIN item
  ON item.basis_code = computed.basis_code
  AND item.period_to = computed.period_to
  AND item.period_kind = computed.period_kind
  AND item.line_code = computed.line_code
  AND item.is_simulated = computed.is_simulated

MODEL (
  name mart.result_computed,
  kind EMBEDDED,
  grain (basis_code, period_kind, period_to, line_code, is_simulated),
  description 'One row per basis × period × line of the result: what its parts give, where all are known, and what is left between two stated lines',
  tags (
    'working'
  )
);

WITH wide AS (
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
  FROM mart.result_known
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
)
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

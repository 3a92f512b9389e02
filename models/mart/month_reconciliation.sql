MODEL (
  name mart.month_reconciliation,
  kind FULL,
  owner controlling,
  tags ('trace:core.month_check_cell:check_code'),
  grain (check_code),
  description 'One row per check on the months: budget versions, months to year, internal trade, transfers',
  column_descriptions (
    check_code = 'Code of the check, unique',
    check_kind = 'What is compared',
    fiscal_year = 'Year',
    board_code = 'Board',
    label = 'Text in Swedish for readers',
    label_en = 'The same text in English',
    stated_amount_sek = 'Stated amount; for internal trade what is credited the seller (revenue, or a reduction of its internal cost), for a transfer what the giver gives',
    computed_amount_sek = 'Sum of the parts; for internal trade what is charged the buyer, for a transfer what the receiver gets',
    difference_sek = 'Stated less computed',
    sigma_sek = 'Standard deviation of the rounding error',
    tolerance_sek = 'Three standard deviations; none for sums of öre and for versions of one budget',
    worst_case_sek = 'Half a unit of precision for every figure',
    verdict = 'exact, rounding or unexplained',
    difference_kind = 'Kind of the difference; empty when there is none',
    delivery_id = 'Delivery of the newest amount; empty where many take part',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (check_code)),
    not_null(columns := (check_code)),
    accepted_values(column := verdict, is_in := ('exact', 'rounding', 'unexplained')),
    month_verdict_follows_rule,
    internal_trade
  )
);

WITH summed AS (
  SELECT
    cell.check_code, MAX(cell.check_kind) AS check_kind, MAX(cell.board_code) AS board_code, MAX(cell.fiscal_year) AS fiscal_year,
    MAX(cell.detail) AS detail, MAX(cell.delivery_id) AS delivery_id,
    SUM(CASE WHEN cell.side = 'stated' THEN cell.amount_sek END) AS stated_sek,
    SUM(CASE WHEN cell.side = 'computed' THEN cell.amount_sek END) AS computed_sek,
    SUM(CAST(cell.precision_sek AS DOUBLE) * CAST(cell.precision_sek AS DOUBLE)) AS squared_precision,
    SUM(cell.precision_sek) AS precision_sum,
    BOOL_OR(cell.is_simulated) AS is_simulated
  FROM core.month_check_cell AS cell
  GROUP BY cell.check_code
), judged AS (
  SELECT
    summed.*,
    COALESCE(stated_sek, 0) - COALESCE(computed_sek, 0) AS difference_sek,
    CASE WHEN check_kind IN ('budget_versions', 'adopted_changed', 'internal_trade', 'transfers_to_zero') THEN 0 ELSE SQRT(squared_precision) / SQRT(12.0) END AS sigma,
    CASE WHEN check_kind IN ('budget_versions', 'adopted_changed', 'internal_trade', 'transfers_to_zero') THEN 0 ELSE precision_sum / 2 END AS worst_case
  FROM summed
), ruled AS (
  SELECT
    judged.*,
    CASE
      WHEN difference_sek = 0 THEN 'exact'
      WHEN ABS(difference_sek) <= 3 * sigma THEN 'rounding'
      ELSE 'unexplained'
    END AS verdict_code
  FROM judged
)
SELECT
  ruled.check_code::TEXT AS check_code,
  ruled.check_kind::TEXT AS check_kind,
  ruled.fiscal_year::INTEGER AS fiscal_year,
  ruled.board_code::TEXT AS board_code,
  (kind.label || COALESCE(': ' || ruled.detail, ''))::TEXT AS label,
  (kind.label_en || COALESCE(': ' || ruled.detail, ''))::TEXT AS label_en,
  ruled.stated_sek::DECIMAL(18, 2) AS stated_amount_sek,
  ruled.computed_sek::DECIMAL(18, 2) AS computed_amount_sek,
  ruled.difference_sek::DECIMAL(18, 2) AS difference_sek,
  ruled.sigma::DECIMAL(18, 2) AS sigma_sek,
  (3 * ruled.sigma)::DECIMAL(18, 2) AS tolerance_sek,
  ruled.worst_case::DECIMAL(18, 2) AS worst_case_sek,
  ruled.verdict_code::TEXT AS verdict,
  CASE WHEN ruled.verdict_code <> 'exact' THEN kind.difference_kind END::TEXT AS difference_kind,
  ruled.delivery_id::TEXT AS delivery_id,
  ruled.is_simulated::BOOLEAN AS is_simulated
FROM ruled
JOIN seed.month_check_kind AS kind
  ON kind.check_kind = ruled.check_kind

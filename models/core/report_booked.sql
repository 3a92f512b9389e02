MODEL (
  name core.report_booked,
  kind EMBEDDED,
  grain (report_month, month, is_year_end, board_code, cost_type_code, delivery_id, is_simulated),
  description 'One row per months report, month of its year to date, board, cost type and delivery of the ledger: what it gave the report when it was written, and what it gives the same report now',
  tags (
    'working'
  )
);

WITH report AS (
  SELECT DISTINCT
    month AS report_month,
    fiscal_year,
    reported_on
  FROM core.ledger_month
), booked AS (
  SELECT
    cost.delivery_id,
    cost.month,
    cost.is_year_end,
    calendar.fiscal_year,
    cost.board_code,
    cost.cost_type_code,
    cost.known_from,
    cost.known_to,
    cost.is_current,
    cost.is_simulated,
    SUM(cost.amount_sek) AS amount_sek
  FROM core.cost_month AS cost
  JOIN seed.calendar AS calendar
    ON calendar.month = cost.month
  GROUP BY
    cost.delivery_id,
    cost.month,
    cost.is_year_end,
    calendar.fiscal_year,
    cost.board_code,
    cost.cost_type_code,
    cost.known_from,
    cost.known_to,
    cost.is_current,
    cost.is_simulated
)
SELECT
  report.report_month::DATE AS report_month,
  report.reported_on::DATE AS reported_on,
  booked.month::DATE AS month,
  booked.is_year_end::BOOLEAN AS is_year_end,
  booked.board_code::TEXT AS board_code,
  booked.cost_type_code::TEXT AS cost_type_code,
  booked.delivery_id::TEXT AS delivery_id,
  booked.known_from::DATE AS known_from,
  CASE
    WHEN booked.known_from <= report.reported_on
    AND (
      booked.known_to IS NULL OR booked.known_to > report.reported_on
    )
    THEN booked.amount_sek
  END::DECIMAL(18, 2) AS then_sek,
  CASE WHEN booked.is_current THEN booked.amount_sek END::DECIMAL(18, 2) AS now_sek,
  booked.is_simulated::BOOLEAN AS is_simulated
FROM report
JOIN booked
  ON booked.fiscal_year = report.fiscal_year AND booked.month <= report.report_month

MODEL (
  name mart.report_revision,
  grain (report_month, quantity_kind, month, board_code, cost_type_code, delivery_id),
  description 'One row per months report, outcome or budget, month of its year to date, board, cost type and delivery that counts (or that has gone without a successor): what it, or the delivery that it has replaced since, gave the report when it was written, and what it gives the same report now',
  column_descriptions (
    report_month = 'Month of the report, as its first day: the report is about January to it',
    quantity_kind = 'actual, or budget: the version in force then and now',
    month = 'own: Month of the amount',
    cost_type_code = 'as added_cost_type',
    is_revenue = 'own: True for revenue, empty where the account has no cost type; gross cost is the sum where it is false',
    then_sek = 'Amount in the report when it was written, of this delivery or the one that it has replaced; empty where neither was in it. A blocked delivery that was let count until a day that has passed is in neither amount',
    now_sek = 'Amount in the same report now; empty where the delivery is gone without a successor',
    difference_sek = 'own: Now less then: what the correction changed; 0 where it was delivered again unchanged',
    replaced_delivery_id = 'Delivery that then_sek is of, where it has been replaced since; empty where it is delivery_id itself',
    known_from = 'own: Day the delivery became known and counted'
  ),
  audits (
    month_report_now_is_what_is_booked
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
    calendar.fiscal_year,
    cost.board_code,
    cost.cost_type_code,
    cost.known_from,
    cost.known_to,
    cost.is_current,
    cost.is_simulated,
    SUM(cost.amount_sek) AS amount_sek
  FROM core.cost_month AS cost
  JOIN seed.month_calendar AS calendar
    ON calendar.month = cost.month
  GROUP BY
    cost.delivery_id,
    cost.month,
    calendar.fiscal_year,
    cost.board_code,
    cost.cost_type_code,
    cost.known_from,
    cost.known_to,
    cost.is_current,
    cost.is_simulated
), budgeted AS (
  SELECT
    delivery_id,
    month,
    fiscal_year,
    board_code,
    unit_code,
    cost_type_code,
    version_rank,
    known_from,
    known_to,
    is_in_force,
    is_simulated,
    SUM(amount_sek) AS amount_sek
  FROM core.budget_month
  WHERE
    is_decided
  GROUP BY
    delivery_id,
    month,
    fiscal_year,
    board_code,
    unit_code,
    cost_type_code,
    version_rank,
    known_from,
    known_to,
    is_in_force,
    is_simulated
), in_force_then AS (
  SELECT
    report.report_month,
    budgeted.board_code,
    budgeted.unit_code,
    MAX(budgeted.version_rank) AS version_rank
  FROM report
  JOIN budgeted
    ON budgeted.fiscal_year = report.fiscal_year
    AND budgeted.known_from <= report.reported_on
    AND (
      budgeted.known_to IS NULL OR budgeted.known_to > report.reported_on
    )
  GROUP BY
    report.report_month,
    budgeted.board_code,
    budgeted.unit_code
), compared AS (
  SELECT
    report.report_month,
    report.reported_on,
    'actual' AS quantity_kind,
    booked.month,
    booked.board_code,
    booked.cost_type_code,
    booked.delivery_id,
    booked.known_from,
    booked.is_simulated,
    CASE
      WHEN booked.known_from <= report.reported_on
      AND (
        booked.known_to IS NULL OR booked.known_to > report.reported_on
      )
      THEN booked.amount_sek
    END AS then_sek,
    CASE WHEN booked.is_current THEN booked.amount_sek END AS now_sek
  FROM report
  JOIN booked
    ON booked.fiscal_year = report.fiscal_year AND booked.month <= report.report_month
  UNION ALL
  SELECT
    report.report_month,
    report.reported_on,
    'budget',
    budgeted.month,
    budgeted.board_code,
    budgeted.cost_type_code,
    budgeted.delivery_id,
    MIN(budgeted.known_from),
    budgeted.is_simulated,
    SUM(
      CASE
        WHEN budgeted.version_rank = in_force_then.version_rank
        AND budgeted.known_from <= report.reported_on
        AND (
          budgeted.known_to IS NULL OR budgeted.known_to > report.reported_on
        )
        THEN budgeted.amount_sek
      END
    ),
    SUM(CASE WHEN budgeted.is_in_force THEN budgeted.amount_sek END)
  FROM report
  JOIN budgeted
    ON budgeted.fiscal_year = report.fiscal_year AND budgeted.month <= report.report_month
  LEFT JOIN in_force_then
    ON in_force_then.report_month = report.report_month
    AND in_force_then.board_code = budgeted.board_code
    AND in_force_then.unit_code = budgeted.unit_code
  GROUP BY
    report.report_month,
    report.reported_on,
    budgeted.month,
    budgeted.board_code,
    budgeted.cost_type_code,
    budgeted.delivery_id,
    budgeted.is_simulated
), came AS (
  SELECT
    compared.*,
    ROW_NUMBER() OVER (
      PARTITION BY report_month, quantity_kind, month, board_code, cost_type_code, is_simulated
      ORDER BY known_from, delivery_id
    ) AS place
  FROM compared
  WHERE
    then_sek IS NULL AND NOT now_sek IS NULL
), went AS (
  SELECT
    compared.*,
    ROW_NUMBER() OVER (
      PARTITION BY report_month, quantity_kind, month, board_code, cost_type_code, is_simulated
      ORDER BY known_from, delivery_id
    ) AS place
  FROM compared
  WHERE
    now_sek IS NULL AND NOT then_sek IS NULL
), paired AS (
  /* what came takes the place of what went: one row says both, so that no two rows cancel */
  SELECT
    report_month,
    reported_on,
    quantity_kind,
    month,
    board_code,
    cost_type_code,
    is_simulated,
    delivery_id,
    known_from,
    NULL::TEXT AS replaced_delivery_id,
    then_sek,
    now_sek
  FROM compared
  WHERE
    NOT then_sek IS NULL AND NOT now_sek IS NULL
  UNION ALL
  SELECT
    COALESCE(came.report_month, went.report_month),
    COALESCE(came.reported_on, went.reported_on),
    COALESCE(came.quantity_kind, went.quantity_kind),
    COALESCE(came.month, went.month),
    COALESCE(came.board_code, went.board_code),
    COALESCE(came.cost_type_code, went.cost_type_code),
    COALESCE(came.is_simulated, went.is_simulated),
    COALESCE(came.delivery_id, went.delivery_id),
    COALESCE(came.known_from, went.known_from),
    CASE WHEN NOT came.delivery_id IS NULL THEN went.delivery_id END,
    went.then_sek,
    came.now_sek
  FROM came
  FULL OUTER JOIN went
    ON went.report_month = came.report_month
    AND went.quantity_kind = came.quantity_kind
    AND went.month = came.month
    AND went.board_code = came.board_code
    AND went.cost_type_code = came.cost_type_code
    AND went.is_simulated = came.is_simulated
    AND went.place = came.place
)
SELECT
  paired.report_month::DATE AS report_month,
  paired.reported_on::DATE AS reported_on,
  paired.quantity_kind::TEXT AS quantity_kind,
  paired.month::DATE AS month,
  paired.board_code::TEXT AS board_code,
  paired.cost_type_code::TEXT AS cost_type_code,
  line.is_revenue::BOOLEAN AS is_revenue,
  paired.then_sek::DECIMAL(18, 2) AS then_sek,
  paired.now_sek::DECIMAL(18, 2) AS now_sek,
  (
    COALESCE(paired.now_sek, 0) - COALESCE(paired.then_sek, 0)
  )::DECIMAL(18, 2) AS difference_sek,
  paired.delivery_id::TEXT AS delivery_id,
  paired.replaced_delivery_id::TEXT AS replaced_delivery_id,
  delivery.file_name::TEXT AS file_name,
  delivery.version_number::INT AS version_number,
  paired.known_from::DATE AS known_from,
  paired.is_simulated::BOOLEAN AS is_simulated
FROM paired
JOIN core.delivery AS delivery
  ON delivery.delivery_id = paired.delivery_id
LEFT JOIN seed.month_line AS line
  ON line.cost_type_code = paired.cost_type_code

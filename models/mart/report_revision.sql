MODEL (
  name mart.report_revision,
  grain (report_month, quantity_kind, month, is_year_end, board_code, cost_type_code, delivery_id),
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

WITH compared AS (
  SELECT
    'actual' AS quantity_kind,
    booked.*
  FROM core.report_booked AS booked
  UNION ALL BY NAME
  SELECT
    'budget' AS quantity_kind,
    FALSE AS is_year_end,
    budgeted.*
  FROM core.report_budgeted AS budgeted
), came AS (
  SELECT
    compared.*,
    ROW_NUMBER() OVER (
      PARTITION BY report_month, quantity_kind, month, is_year_end, board_code, cost_type_code, is_simulated
      ORDER BY known_from, delivery_id
    ) AS place
  FROM compared
  WHERE
    then_sek IS NULL AND NOT now_sek IS NULL
), went AS (
  SELECT
    compared.*,
    ROW_NUMBER() OVER (
      PARTITION BY report_month, quantity_kind, month, is_year_end, board_code, cost_type_code, is_simulated
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
    is_year_end,
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
    COALESCE(came.is_year_end, went.is_year_end),
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
    AND went.is_year_end = came.is_year_end
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
  paired.is_year_end::BOOLEAN AS is_year_end,
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
LEFT JOIN seed.cost_type_line AS line
  ON line.cost_type_code = paired.cost_type_code

MODEL (
  name core.comparability_item,
  grain (item_code, unit_code, account_from, month),
  tags (
    'delivered rows differ: an item of several months is spread over them'
  ),
  description 'One row per item affecting comparability, slice and month; the amount is spread evenly, what does not divide goes to the last month'
);

WITH spread AS (
  SELECT
    item.delivery_id,
    item.row_number,
    item.item_code,
    item.decision_text,
    item.reason_text,
    item.unit_code,
    item.account_from,
    item.account_to,
    item.amount_sek,
    delivery.is_simulated,
    calendar.month,
    calendar.month = item.month_to AS is_last,
    COUNT(*) OVER (PARTITION BY item.delivery_id, item.row_number) AS month_count
  FROM staging.comparability_item AS item
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = item.delivery_id AND delivery.is_current
  JOIN seed.calendar AS calendar
    ON calendar.month BETWEEN item.month_from AND item.month_to
  WHERE
    item.row_kind = 'data'
), rounded AS (
  SELECT
    spread.*,
    @quotient(amount_sek, month_count, 2) AS nearest_sek
  FROM spread
), even AS (
  SELECT
    rounded.*,
    nearest_sek + CASE WHEN nearest_sek * month_count < amount_sek THEN 0.01 ELSE 0 END AS even_sek
  FROM rounded
)
SELECT
  even.item_code::TEXT AS item_code,
  COALESCE(former.unit_code, even.unit_code)::TEXT AS unit_code,
  even.account_from::TEXT AS account_from,
  even.account_to::TEXT AS account_to,
  COALESCE(account.cost_type_code, @unclassified_code)::TEXT AS cost_type_code,
  even.month::DATE AS month,
  CASE
    WHEN even.is_last
    THEN even.amount_sek - even.even_sek * (
      even.month_count - 1
    )
    ELSE even.even_sek
  END::DECIMAL(18, 2) AS amount_sek,
  even.decision_text::TEXT AS decision_text,
  even.reason_text::TEXT AS reason_text,
  even.delivery_id::TEXT AS delivery_id,
  even.row_number::INT AS row_number,
  even.is_simulated::BOOLEAN AS is_simulated
FROM even
LEFT JOIN core.account_cost_type AS account
  ON account.account_code = even.account_from
  AND even.month >= account.valid_from
  AND even.month <= account.valid_to
LEFT JOIN core.unit_former AS former
  ON former.register_code = even.unit_code
  AND even.month >= former.first_on
  AND even.month < former.until_on

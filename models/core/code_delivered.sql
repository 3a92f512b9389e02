MODEL (
  name core.code_delivered,
  grain (code_kind, code),
  description 'One row per code that deliveries have used, by what its contract says that it is a code of, at the place where it was first delivered',
  column_descriptions (
    code_kind = 'What it is a code of, as the register that should know it names it: unit_code, area_code, account_code or measure_code',
    code = 'Code as delivered',
    delivery_count = 'Deliveries that have used it, in all their versions',
    delivery_id = 'own: The first of them',
    is_simulated = 'own: True where only the simulated region has used it'
  )
);

WITH used AS (
  SELECT
    used.code_kind,
    used.code,
    used.delivery_id,
    used.row_number,
    delivery.is_simulated,
    ROW_NUMBER() OVER (
      PARTITION BY used.code_kind, used.code
      ORDER BY delivery.known_from, delivery.sequence, used.delivery_id, used.row_number
    ) AS use_number
  FROM @delivered_codes() AS used
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = used.delivery_id
)
SELECT
  code_kind::TEXT AS code_kind,
  code::TEXT AS code,
  COUNT(DISTINCT delivery_id)::INT AS delivery_count,
  MAX(CASE WHEN use_number = 1 THEN delivery_id END)::TEXT AS delivery_id,
  MAX(CASE WHEN use_number = 1 THEN row_number END)::INT AS row_number,
  BOOL_AND(is_simulated::BOOLEAN)::BOOLEAN AS is_simulated
FROM used
GROUP BY
  code_kind,
  code

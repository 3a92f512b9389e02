MODEL (
  name quality.month_requirement,
  grain (month, contract_code, board_code),
  description 'One row per month, kind of delivery that it needs, and board: whether it has come, when, and what stands in its way',
  column_descriptions (
    contract_code = 'own: Kind of delivery, by its contract',
    board_code = 'own: Board that delivers it; RJH where the region does',
    is_delivered = 'own: True when an accepted delivery counts',
    delivery_id = 'own: The delivery that counts; empty where none does',
    file_name = 'own: Its file; where none has come, the latest of its kind from the board, to know it by',
    first_known_on = 'own: Day the first accepted version became known',
    due_on = 'Day the month''s report is written; for a file of the whole year, the report of its first month',
    days_after_period_end = 'Days from the end of the period (of the first month, for a file of the year) to the first version; empty where none has come',
    is_late = 'True when it came after due_on; empty where none has come',
    blocked_delivery_id = 'A newer delivery that is blocked and waits for a person; empty where none does',
    blocked_file_name = 'Its file',
    reason = 'own: What the month lacks without it, in Swedish',
    reason_en = 'own: The same in English'
  ),
  audits (not_null(columns := (
      is_delivered
  )), month_needs_what_has_not_come)
);

WITH counting AS (
  SELECT
    contract_code,
    board_code,
    period_text,
    MAX(CASE WHEN is_current THEN delivery_id END) AS delivery_id,
    MAX(CASE WHEN is_current THEN file_name END) AS file_name,
    MAX(CASE WHEN is_current THEN loaded_at END) AS loaded_at,
    MIN(CASE WHEN state = 'accepted' THEN known_from END) AS first_known_on
  FROM core.month_arrived AS arrived
  GROUP BY
    contract_code,
    board_code,
    period_text
), waiting AS (
  SELECT
    arrived.contract_code,
    arrived.board_code,
    arrived.period_text,
    arrived.delivery_id,
    arrived.file_name,
    ROW_NUMBER() OVER (
      PARTITION BY arrived.contract_code, arrived.board_code, arrived.period_text
      ORDER BY arrived.loaded_at DESC, arrived.delivery_id
    ) AS newest
  FROM core.month_arrived AS arrived
  LEFT JOIN counting
    ON counting.contract_code = arrived.contract_code
    AND counting.board_code = arrived.board_code
    AND counting.period_text = arrived.period_text
  WHERE
    arrived.state = 'blocked'
    AND (
      counting.loaded_at IS NULL OR arrived.loaded_at > counting.loaded_at
    )
), known_by AS (
  SELECT
    contract_code,
    board_code,
    MAX(file_name) AS file_name
  FROM core.month_arrived AS arrived
  GROUP BY
    contract_code,
    board_code
), begun AS (
  SELECT
    contract_code,
    MIN(period_text) AS first_period_text
  FROM core.month_arrived AS arrived
  GROUP BY
    contract_code
)
SELECT
  needed.month::DATE AS month,
  needed.contract_code::TEXT AS contract_code,
  needed.board_code::TEXT AS board_code,
  (
    NOT counting.delivery_id IS NULL
  )::BOOLEAN AS is_delivered,
  counting.delivery_id::TEXT AS delivery_id,
  COALESCE(counting.file_name, known_by.file_name)::TEXT AS file_name,
  counting.first_known_on::DATE AS first_known_on,
  needed.due_on::DATE AS due_on,
  (
    counting.first_known_on - needed.period_end
  )::INT AS days_after_period_end,
  (
    counting.first_known_on > needed.due_on
  )::BOOLEAN AS is_late,
  waiting.delivery_id::TEXT AS blocked_delivery_id,
  waiting.file_name::TEXT AS blocked_file_name,
  needed.reason::TEXT AS reason,
  needed.reason_en::TEXT AS reason_en
FROM core.month_needed AS needed
LEFT JOIN counting
  ON counting.contract_code = needed.contract_code
  AND counting.board_code = needed.board_code
  AND counting.period_text = needed.period_text
LEFT JOIN waiting
  ON waiting.contract_code = needed.contract_code
  AND waiting.board_code = needed.board_code
  AND waiting.period_text = needed.period_text
  AND waiting.newest = 1
LEFT JOIN known_by
  ON known_by.contract_code = needed.contract_code AND known_by.board_code = needed.board_code
LEFT JOIN begun
  ON begun.contract_code = needed.contract_code
WHERE
  NOT needed.starts_with_first OR needed.period_text >= begun.first_period_text

MODEL (
  name core.unit_mapping,
  grain (from_unit_code, share_from),
  description 'One row per unit that ceased and successor, with the share of the past that it takes over',
  audits (
    month_mapping_shares_are_whole
  )
);

WITH mapped AS (
  SELECT
    mapping.from_unit_code,
    mapping.to_unit_code,
    COALESCE(mapping.share, 1) AS share,
    mapping.effective_on,
    mapping.case_number,
    mapping.delivery_id,
    mapping.row_number,
    delivery.is_simulated
  FROM staging.unit_mapping AS mapping
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = mapping.delivery_id AND delivery.is_current
  WHERE
    mapping.row_kind = 'data'
), running AS (
  SELECT
    mapped.*,
    SUM(share) OVER (
      PARTITION BY from_unit_code
      ORDER BY to_unit_code, row_number
      ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    ) AS share_to
  FROM mapped
)
SELECT
  running.from_unit_code::TEXT AS from_unit_code,
  running.to_unit_code::TEXT AS to_unit_code,
  (
    running.share_to - running.share
  )::DECIMAL(9, 6) AS share_from,
  running.share_to::DECIMAL(9, 6) AS share_to,
  running.effective_on::DATE AS effective_on,
  running.case_number::TEXT AS case_number,
  running.delivery_id::TEXT AS delivery_id,
  running.row_number::INT AS row_number,
  running.is_simulated::BOOLEAN AS is_simulated
FROM running

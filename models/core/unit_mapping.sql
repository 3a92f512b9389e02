MODEL (
  name core.unit_mapping,
  grain (from_unit_code, share_from),
  description 'One row per unit that ceased and successor, with the share of the past that it takes over',
  column_descriptions (
    from_unit_code = 'own: Unit that ceased: the one that the code stood for on the day before'
  ),
  audits (
    month_mapping_shares_are_whole
  )
);

WITH mapped AS (
  SELECT
    COALESCE(former.unit_code, mapping.from_unit_code) AS from_unit_code,
    COALESCE(later.unit_code, mapping.to_unit_code) AS to_unit_code,
    COALESCE(mapping.share, 1) AS share,
    mapping.effective_on,
    mapping.case_number,
    mapping.delivery_id,
    mapping.row_number,
    delivery.is_simulated
  FROM staging.unit_mapping AS mapping
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = mapping.delivery_id AND delivery.is_current
  LEFT JOIN core.unit_former AS former
    ON former.register_code = mapping.from_unit_code
    AND mapping.effective_on - INTERVAL '1' DAY >= former.first_on
    AND mapping.effective_on - INTERVAL '1' DAY < former.until_on
  LEFT JOIN core.unit_former AS later
    ON later.register_code = mapping.to_unit_code
    AND mapping.effective_on >= later.first_on
    AND mapping.effective_on < later.until_on
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

MODEL (
  name core.unit_mapping,
  kind FULL,
  owner controlling,
  grain (from_unit_code, share_from),
  description 'One row per unit that ceased and successor, with the share of the past that it takes over',
  column_descriptions (
    from_unit_code = 'Unit that ceased',
    to_unit_code = 'Successor; empty where the past cannot be mapped',
    share_from = 'Where the successors share of the past begins, 0–1',
    share_to = 'Where it ends, 0–1',
    effective_on = 'First day of the new organisation',
    case_number = 'Case number (dnr)',
    delivery_id = 'Delivery that the row came with',
    row_number = 'Line of the text file or row of the sheet, from 1',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (from_unit_code, share_from)),
    not_null(columns := (from_unit_code, share_from)),
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
  WHERE mapping.row_kind = 'data'
), running AS (
  SELECT
    mapped.*,
    SUM(share) OVER (PARTITION BY from_unit_code ORDER BY to_unit_code, row_number ROWS UNBOUNDED PRECEDING) AS share_to
  FROM mapped
)
SELECT
  running.from_unit_code::TEXT AS from_unit_code,
  running.to_unit_code::TEXT AS to_unit_code,
  (running.share_to - running.share)::DECIMAL(9, 6) AS share_from,
  running.share_to::DECIMAL(9, 6) AS share_to,
  running.effective_on::DATE AS effective_on,
  running.case_number::TEXT AS case_number,
  running.delivery_id::TEXT AS delivery_id,
  running.row_number::INTEGER AS row_number,
  running.is_simulated::BOOLEAN AS is_simulated
FROM running

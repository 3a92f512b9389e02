MODEL (
  name staging.unit_mapping,
  kind VIEW,
  grain (delivery_id, row_number),
  tags (
    'delivered sums differ (share_percent): the share is kept as a fraction'
  ),
  description 'One row per unit that ceased and successor as delivered',
  column_descriptions (
    share = 'Share of the past that goes to the successor, 0–1'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.unit_mapping)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.from_unit_code::TEXT AS from_unit_code,
  source.to_unit_code::TEXT AS to_unit_code,
  (
    source.share_percent * 0.01
  )::DECIMAL(9, 6) AS share,
  source.effective_on::DATE AS effective_on,
  source.case_number::TEXT AS case_number
FROM lake.unit_mapping AS source

MODEL (
  name staging.unit_mapping,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per unit that ceased and successor as delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    from_unit_code = 'Unit that ceased',
    to_unit_code = 'Successor; empty where the past cannot be mapped',
    share = 'Share of the past that goes to the successor, 0–1',
    effective_on = 'First day of the new organisation',
    case_number = 'Case number (dnr)'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.unit_mapping)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.from_unit_code::TEXT AS from_unit_code,
  source.to_unit_code::TEXT AS to_unit_code,
  (source.share_percent / 100)::DECIMAL(9, 6) AS share,
  source.effective_on::DATE AS effective_on,
  source.case_number::TEXT AS case_number
FROM lake.unit_mapping AS source

MODEL (
  name staging.po_rate,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per year and component of the employer on-cost as delivered',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    fiscal_year = 'Budget year',
    component_text = 'Component as printed',
    rate_percent = 'Rate on wages in per cent'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.po_rate)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INTEGER AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.fiscal_year::INTEGER AS fiscal_year,
  source.component_text::TEXT AS component_text,
  source.rate_percent::DECIMAL(9, 4) AS rate_percent
FROM lake.po_rate AS source

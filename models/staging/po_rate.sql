MODEL (
  name staging.po_rate,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per year and component of the employer on-cost as delivered',
  column_descriptions (
    component_text = 'Component as printed'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.po_rate)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.fiscal_year::INT AS fiscal_year,
  source.component_text::TEXT AS component_text,
  source.rate_percent::DECIMAL(9, 4) AS rate_percent
FROM lake.po_rate AS source

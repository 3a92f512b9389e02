MODEL (
  name staging.meeting_item,
  kind VIEW,
  grain (delivery_id, row_number),
  description 'One row per item of a meeting',
  audits (
    row_count_matches_lake(lake_table := lake.meeting_item)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.meeting_text::TEXT AS meeting_text,
  source.fiscal_year::INT AS fiscal_year,
  source.section_text::TEXT AS section_text,
  source.item_text::TEXT AS item_text,
  source.responsible_text::TEXT AS responsible_text,
  source.source_line::INT AS source_line
FROM lake.meeting_item AS source

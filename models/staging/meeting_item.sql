MODEL (
  name staging.meeting_item,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per item of a meeting',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    meeting_text = 'Meeting day as printed',
    fiscal_year = 'Budget year that the figure is about',
    section_text = 'Part of the agenda as printed',
    item_text = 'Item as printed; empty for a joint day',
    responsible_text = 'Roles as printed for the whole section',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
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

MODEL (
  name mart.reporting_calendar,
  kind FULL,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per item of the board''s meetings, with the day and the report that is due',
  column_descriptions (
    board_code = 'Board',
    fiscal_year = 'Budget year that the figure is about',
    meeting_from_on = 'First day of the meeting',
    meeting_to_on = 'Last day of the meeting',
    meeting_text = 'Meeting day as printed',
    section_text = 'Part of the agenda as printed',
    item_text = 'Item as printed; empty for a joint day',
    responsible_text = 'Roles as printed for the whole section',
    report_kind = 'Kind of report due; empty where the item is not a report',
    report_kind_name_en = 'Kind of report in English',
    covers_to_month = 'Last month that the report covers, where its name says it',
    covers_fiscal_year = 'Year of that month: the annual accounts at a meeting are of the year before',
    document_code = 'Plan document that the row is printed in',
    status = 'draft, adopted or revised; a document without a decision paragraph is a draft',
    is_simulated = 'True for rows of the simulated region',
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    source_line = 'First line of the source document''s text'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number))
  )
);

SELECT
  board_code::TEXT AS board_code,
  fiscal_year::INT AS fiscal_year,
  meeting_from_on::DATE AS meeting_from_on,
  meeting_to_on::DATE AS meeting_to_on,
  meeting_text::TEXT AS meeting_text,
  section_text::TEXT AS section_text,
  item_text::TEXT AS item_text,
  responsible_text::TEXT AS responsible_text,
  report_kind::TEXT AS report_kind,
  report_kind_name_en::TEXT AS report_kind_name_en,
  covers_to_month::INT AS covers_to_month,
  covers_fiscal_year::INT AS covers_fiscal_year,
  document_code::TEXT AS document_code,
  status::TEXT AS status,
  is_simulated::BOOLEAN AS is_simulated,
  delivery_id::TEXT AS delivery_id,
  sheet::TEXT AS sheet,
  row_number::INT AS row_number,
  source_line::INT AS source_line
FROM core.meeting_item
WHERE
  is_current

MODEL (
  name mart.reporting_calendar,
  grain (delivery_id, row_number),
  description 'One row per item of the board''s meetings, with the day and the report that is due'
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

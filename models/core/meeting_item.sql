MODEL (
  name core.meeting_item,
  grain (delivery_id, row_number),
  description 'One row per item of a meeting, with the days of the meeting and the report that is due',
  audits (
    not_null(columns := (meeting_from_on, meeting_to_on))
  )
);

WITH parsed AS (
  SELECT
    meeting.*,
    REGEXP_EXTRACT(meeting.meeting_text, '^([0-9]+)', 1)::INT AS first_day,
    REGEXP_EXTRACT(meeting.meeting_text, '([0-9]+) +[a-zåäö]+$', 1)::INT AS last_day,
    LOWER(REGEXP_EXTRACT(meeting.meeting_text, '([a-zåäö]+)$', 1)) AS month_name
  FROM staging.meeting_item AS meeting
)
SELECT
  delivery.document_code::TEXT AS document_code,
  document_board.board_code::TEXT AS board_code,
  parsed.fiscal_year::INT AS fiscal_year,
  MAKE_DATE(parsed.fiscal_year, month_name.month_number, parsed.first_day)::DATE AS meeting_from_on,
  MAKE_DATE(parsed.fiscal_year, month_name.month_number, parsed.last_day)::DATE AS meeting_to_on,
  parsed.meeting_text::TEXT AS meeting_text,
  parsed.section_text::TEXT AS section_text,
  parsed.item_text::TEXT AS item_text,
  parsed.responsible_text::TEXT AS responsible_text,
  report_kind.report_kind::TEXT AS report_kind,
  report_kind.report_kind_name_en::TEXT AS report_kind_name_en,
  report_kind.covers_to_month::INT AS covers_to_month,
  (
    parsed.fiscal_year + report_kind.covers_year_offset
  )::INT AS covers_fiscal_year,
  delivery.status::TEXT AS status,
  delivery.is_current::BOOLEAN AS is_current,
  delivery.is_simulated::BOOLEAN AS is_simulated,
  parsed.delivery_id::TEXT AS delivery_id,
  parsed.sheet::TEXT AS sheet,
  parsed.row_number::INT AS row_number,
  parsed.source_line::INT AS source_line
FROM parsed
JOIN core.delivery AS delivery
  ON delivery.delivery_id = parsed.delivery_id
LEFT JOIN seed.document_board AS document_board
  ON document_board.document_code = delivery.document_code
LEFT JOIN seed.month_name AS month_name
  ON month_name.month_name = parsed.month_name
LEFT JOIN seed.report_kind AS report_kind
  ON report_kind.item_label = parsed.item_text

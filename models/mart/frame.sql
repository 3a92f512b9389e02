MODEL (
  name mart.frame,
  grain (
    statement_code
  ),
  description 'One row per printed net frame: by year, part and area, in every table and document that states it',
  column_descriptions (
    part_name = 'own: Part of the frame in Swedish',
    amount_kind = 'own: frame, or frame_part for an amount that is part of another (varav)',
    version_code = 'BUDGET for a decided frame, PLAN for a coming year; empty where the table does not say',
    unit_code = 'as printed_unit',
    is_total = 'own: True for a printed total: do not add it to its parts',
    is_document_adopted = 'False for a draft document: the frame may not be reported as adopted'
  ),
  audits (
    plan_holds_no_simulated_row
  )
);

SELECT
  amount.statement_code::TEXT AS statement_code,
  amount.document_code::TEXT AS document_code,
  amount.fiscal_year::INT AS fiscal_year,
  amount.board_code::TEXT AS board_code,
  amount.area_code::TEXT AS area_code,
  area.area_name::TEXT AS area_name,
  amount.part_code::TEXT AS part_code,
  part.part_name::TEXT AS part_name,
  amount.amount_kind::TEXT AS amount_kind,
  version.code::TEXT AS version_code,
  amount.row_label::TEXT AS row_label,
  amount.amount_sek::DECIMAL(18, 2) AS amount_sek,
  amount.precision_sek::DECIMAL(18, 2) AS precision_sek,
  amount.amount_text::TEXT AS amount_text,
  amount.unit_code::TEXT AS unit_code,
  amount.is_total::BOOLEAN AS is_total,
  amount.status::TEXT AS status,
  COALESCE(document.is_adopted, FALSE)::BOOLEAN AS is_document_adopted,
  amount.is_simulated::BOOLEAN AS is_simulated,
  amount.delivery_id::TEXT AS delivery_id,
  amount.sheet::TEXT AS sheet,
  amount.row_number::INT AS row_number,
  amount.column_name::TEXT AS column_name,
  amount.cell::TEXT AS cell,
  amount.source_line::INT AS source_line
FROM core.stated_amount AS amount
LEFT JOIN core.document AS document
  ON document.document_code = amount.document_code
LEFT JOIN seed.area AS area
  ON area.area_code = amount.area_code
LEFT JOIN seed.part AS part
  ON part.part_code = amount.part_code
LEFT JOIN seed.label AS version
  ON version.label_kind = 'frame_version' AND version.label = amount.column_label
WHERE
  amount.amount_kind IN ('frame', 'frame_part') AND amount.is_current

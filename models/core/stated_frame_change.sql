MODEL (
  name core.stated_frame_change,
  kind EMBEDDED,
  grain (delivery_id, table_code, sheet, row_number, column_name),
  description 'One row per change of a frame that a plan document states in kronor',
  column_descriptions (
    amount_kind = 'own: See core.stated_amount',
    area_label = 'own: Words that name the area, as printed',
    part_label = 'own: Words that name the part of the frame, as printed',
    fixed_cost_type_code = 'own: Cost type that the table is about, whatever its words',
    cost_type_label = 'own: Words that name the cost type, as printed',
    unit_code = 'as money_unit'
  )
);

SELECT
  'frame_change' AS table_code,
  COALESCE(cause.code, 'frame_change') AS amount_kind,
  change.year_from AS fiscal_year,
  NULL::TEXT AS board_code,
  change.area_label,
  NULL::TEXT AS part_label,
  'NET' AS fixed_cost_type_code,
  NULL::TEXT AS cost_type_label,
  change.wording AS row_label,
  NULL::TEXT AS column_label,
  change.row_kind,
  'data' AS column_kind,
  change.amount_sek,
  change.precision_sek,
  change.amount_delivered,
  change.amount_text,
  change.amount_unit_code AS unit_code,
  change.delivery_id,
  change.sheet,
  change.row_number,
  'amount' AS column_name,
  NULL::TEXT AS cell,
  change.source_line::INT AS source_line
FROM staging.frame_change AS change
LEFT JOIN seed.label AS cause
  ON cause.label_kind = 'change_kind' AND @label_key(cause.label) = @label_key(change.cause_text)
WHERE
  NOT change.amount_sek IS NULL

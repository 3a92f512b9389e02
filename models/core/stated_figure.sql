MODEL (
  name core.stated_figure,
  kind EMBEDDED,
  grain (table_code, delivery_id, sheet, row_number, column_name),
  description 'One row per delivered cell of the documents'' tables that holds a figure, with the lines of the text that it stands on',
  column_descriptions (
    figure_text = 'own: Figure as the cell holds it',
    value = 'own: Number as delivered (delivered unit and sign)',
    unit_text = 'own: Unit as delivered',
    amount_sek = 'own: Amount in kronor, revenue + and cost −, of a change of a frame what it does to the net frame; empty for figures that are not money, and where the text does not say which way',
    wording = 'own: Row and column of the table',
    source_line_to = 'own: Last line of the text that the row stands on'
  )
);

SELECT
  amount.table_code,
  amount.delivery_id,
  amount.sheet,
  amount.row_number,
  amount.column_name,
  amount.cell,
  amount.document_code,
  'belopp' AS figure_kind_text,
  amount.amount_text AS figure_text,
  amount.amount_delivered::DECIMAL(18, 6) AS value,
  amount.unit_code AS unit_text,
  CASE WHEN amount.table_code = 'frame_change' THEN change.frame_effect_sek ELSE amount.amount_sek END AS amount_sek,
  amount.row_label || CASE WHEN amount.column_label IS NULL THEN '' ELSE ' | ' || amount.column_label END AS wording,
  amount.source_line,
  COALESCE(condition.source_line_to, amount.source_line) AS source_line_to
FROM core.stated_amount AS amount
LEFT JOIN core.frame_change AS change
  ON change.statement_code = amount.statement_code
LEFT JOIN core.planning_condition AS condition
  ON amount.table_code = 'planning_condition'
  AND condition.delivery_id = amount.delivery_id
  AND condition.row_number = amount.row_number
WHERE
  amount.is_current AND NOT amount.amount_text IS NULL
UNION ALL BY NAME
SELECT
  'indicator' AS table_code,
  delivery_id,
  sheet,
  row_number,
  'target' AS column_name,
  NULL::TEXT AS cell,
  document_code,
  'målvärde' AS figure_kind_text,
  target_text AS figure_text,
  printed_value AS value,
  printed_unit_text AS unit_text,
  NULL::DECIMAL(18, 2) AS amount_sek,
  indicator_text AS wording,
  source_line,
  source_line AS source_line_to
FROM core.indicator
WHERE
  is_current AND NOT target_text IS NULL
UNION ALL BY NAME
SELECT
  'requirement' AS table_code,
  delivery_id,
  sheet,
  row_number,
  'percent' AS column_name,
  NULL::TEXT AS cell,
  document_code,
  'andel' AS figure_kind_text,
  percent_text AS figure_text,
  required_percent AS value,
  '%' AS unit_text,
  NULL::DECIMAL(18, 2) AS amount_sek,
  requirement_text AS wording,
  source_line,
  source_line AS source_line_to
FROM core.requirement
WHERE
  is_current
UNION ALL BY NAME
SELECT
  'frame_change' AS table_code,
  delivery_id,
  NULL::TEXT AS sheet,
  row_number,
  'percent' AS column_name,
  NULL::TEXT AS cell,
  document_code,
  'andel' AS figure_kind_text,
  percent_text AS figure_text,
  percent AS value,
  '%' AS unit_text,
  NULL::DECIMAL(18, 2) AS amount_sek,
  wording,
  source_line,
  source_line AS source_line_to
FROM core.frame_change
WHERE
  is_current AND NOT percent IS NULL

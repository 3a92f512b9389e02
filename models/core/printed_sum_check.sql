MODEL (
  name core.printed_sum_check,
  kind EMBEDDED,
  grain (
    check_code
  ),
  description 'One row per check of a sum that a document prints over a row or a column of a table: what it compares',
  column_descriptions (
    check_group = 'own: See core.reconciliation_check',
    comparability = 'own: See core.reconciliation_check',
    unit_code = 'own: Unit in which the stated side is printed',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English'
  )
);

SELECT
  cell.check_code,
  cell.check_family AS check_kind,
  CASE cell.check_family WHEN 'row_sum' THEN 'ROW/' ELSE 'COLUMN/' END || amount.document_code || '/' || amount.table_code AS check_group,
  'arithmetic' AS difference_kind,
  'comparable' AS comparability,
  amount.document_code,
  amount.fiscal_year,
  amount.board_code,
  amount.unit_code,
  amount.is_simulated,
  REPLACE(
    REPLACE(
      REPLACE(
        COALESCE(text.label, amount.table_code || ' {year}, {row}, {column}'),
        '{year}',
        amount.fiscal_year::TEXT
      ),
      '{row}',
      COALESCE(area.area_name, part.part_name, amount.row_label)
    ),
    '{column}',
    COALESCE(cost_type.cost_type_name, amount.column_name)
  )::TEXT AS label,
  REPLACE(
    REPLACE(
      REPLACE(
        COALESCE(text.label_en, amount.table_code || ' {year}, {row}, {column}'),
        '{year}',
        amount.fiscal_year::TEXT
      ),
      '{row}',
      COALESCE(area.area_name_en, part.part_name_en, amount.row_label)
    ),
    '{column}',
    COALESCE(cost_type.cost_type_name_en, amount.column_name)
  )::TEXT AS label_en,
  NULL::TEXT AS note,
  NULL::TEXT AS note_en
FROM core.reconciliation_cell AS cell
JOIN core.stated_amount AS amount
  ON amount.statement_code = cell.statement_code
LEFT JOIN seed.reconciliation_text AS text
  ON text.table_code = amount.table_code AND text.check_kind = cell.check_family
LEFT JOIN seed.area AS area
  ON area.area_code = amount.area_code
LEFT JOIN seed.part AS part
  ON part.part_code = amount.part_code
LEFT JOIN seed.cost_type AS cost_type
  ON cost_type.cost_type_code = amount.cost_type_code
WHERE
  cell.check_family IN ('row_sum', 'column_sum') AND cell.side = 'stated'

MODEL (
  name core.printed_sum_cell,
  kind EMBEDDED,
  grain (check_code, side, statement_code),
  description 'One row per check of a sum that a document prints over a row or a column of a table × side × statement',
  column_descriptions (
    check_family = 'own: What made the check, see core.reconciliation_cell'
  )
);

WITH amount AS (
  SELECT
    *
  FROM core.stated_amount
  WHERE
    is_current AND NOT amount_sek IS NULL
), summed AS (
  SELECT
    'row_sum' AS check_family,
    'ROW/' || total.document_code || '/' || total.table_code || '/' || total.row_number::TEXT AS check_code,
    total.statement_code AS total_code,
    part.statement_code AS part_code
  FROM amount AS total
  JOIN amount AS part
    ON part.delivery_id = total.delivery_id
    AND part.table_code = total.table_code
    AND part.row_number = total.row_number
    AND part.column_kind = 'data'
  WHERE
    total.column_kind = 'total'
  UNION ALL
  SELECT
    'column_sum',
    'COLUMN/' || total.document_code || '/' || total.table_code || '/' || total.row_number::TEXT || '/' || total.column_name,
    total.statement_code,
    part.statement_code
  FROM amount AS total
  JOIN amount AS part
    ON part.delivery_id = total.delivery_id
    AND part.table_code = total.table_code
    AND part.column_name = total.column_name
    AND part.amount_kind = total.amount_kind
    AND part.row_kind = 'data'
    AND (
      total.part_code IS NULL OR total.part_code = 'BOTH' OR part.part_code = total.part_code
    )
  WHERE
    total.row_kind = 'total'
)
SELECT
  check_family,
  check_code,
  'stated' AS side,
  total_code AS statement_code,
  1 AS coefficient
FROM summed
UNION
SELECT
  check_family,
  check_code,
  'computed',
  part_code,
  1
FROM summed

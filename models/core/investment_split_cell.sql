MODEL (
  name core.investment_split_cell,
  kind EMBEDDED,
  grain (check_code, side, statement_code),
  description 'One row per check of the investments, by kind or by unit, against their printed sum × side × statement',
  column_descriptions (
    check_family = 'own: What made the check, see core.reconciliation_cell'
  )
);

WITH split AS (
  SELECT
    'KIND/' || document_code || '/investment' AS check_code,
    statement_code
  FROM core.investment
  WHERE
    is_current AND NOT investment_kind IS NULL
  UNION ALL
  SELECT
    'UNIT/' || document_code || '/investment',
    statement_code
  FROM core.investment
  WHERE
    is_current AND NOT unit_label IS NULL
)
SELECT
  'partition' AS check_family,
  check_code,
  'computed' AS side,
  statement_code,
  1 AS coefficient
FROM split
UNION
SELECT
  'partition',
  split.check_code,
  'stated',
  total.statement_code,
  1
FROM split
JOIN core.stated_amount AS part
  ON part.statement_code = split.statement_code AND part.is_current AND NOT part.amount_sek IS NULL
JOIN core.stated_amount AS total
  ON total.delivery_id = part.delivery_id
  AND total.table_code = part.table_code
  AND total.is_total
  AND total.is_current
  AND NOT total.amount_sek IS NULL

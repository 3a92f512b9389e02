MODEL (
  name core.reconciliation_check,
  grain (
    check_code
  ),
  description 'One row per check of stated amounts: what it compares and whether the documents let it be compared',
  column_descriptions (
    check_group = 'own: Checks of one table whose differences are explained together, over all years at once',
    comparability = 'own: comparable, not_comparable or not_checkable',
    unit_code = 'as printed_unit',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English'
  ),
  audits (
    foreign_key_known("column" := difference_kind, parent := seed.difference_kind, parent_column := difference_kind),
    accepted_values("column" := comparability, is_in := ('comparable', 'not_comparable', 'not_checkable')),
    not_null(columns := (check_kind, difference_kind, label, label_en))
  )
);

WITH pair AS (
  SELECT
    check_code,
    MAX(CASE WHEN side = 'stated' THEN unit_code END) AS unit_code,
    BOOL_OR(is_simulated::BOOLEAN) AS is_simulated
  FROM core.reconciliation_cell
  WHERE
    check_family = 'pair'
  GROUP BY
    check_code
), investment_split AS (
  SELECT DISTINCT
    check_code,
    document_code,
    fiscal_year,
    board_code,
    unit_code,
    is_simulated,
    check_code LIKE 'KIND/%' AS is_by_kind
  FROM core.reconciliation_cell
  WHERE
    check_family = 'partition' AND side = 'stated'
), checked AS (
  SELECT
    known.check_code,
    known.check_kind,
    known.check_code AS check_group,
    known.difference_kind,
    known.comparability,
    known.document_code,
    known.fiscal_year,
    known.board_code,
    pair.unit_code,
    COALESCE(pair.is_simulated, FALSE) AS is_simulated,
    known.label,
    known.label_en,
    known.note,
    known.note_en
  FROM seed.reconciliation_pair AS known
  JOIN pair
    ON pair.check_code = known.check_code
  UNION ALL BY NAME
  SELECT
    check_code,
    'partition' AS check_kind,
    check_code AS check_group,
    'arithmetic' AS difference_kind,
    'comparable' AS comparability,
    document_code,
    fiscal_year,
    board_code,
    unit_code,
    is_simulated,
    CASE
      WHEN is_by_kind
      THEN 'Investeringar: ny- och reinvesteringar mot tryckt summa'
      ELSE 'Investeringar: per enhet mot tryckt summa'
    END AS label,
    CASE
      WHEN is_by_kind
      THEN 'Investments: new and replacement against the printed sum'
      ELSE 'Investments: by unit against the printed sum'
    END AS label_en,
    NULL::TEXT AS note,
    NULL::TEXT AS note_en
  FROM investment_split
  UNION ALL BY NAME
  SELECT
    *
  FROM core.printed_sum_check
  UNION ALL BY NAME
  SELECT
    *
  FROM core.roll_forward_check
  UNION ALL BY NAME
  SELECT
    *
  FROM core.frame_rule_check
)
SELECT
  check_code::TEXT AS check_code,
  check_kind::TEXT AS check_kind,
  check_group::TEXT AS check_group,
  difference_kind::TEXT AS difference_kind,
  comparability::TEXT AS comparability,
  document_code::TEXT AS document_code,
  fiscal_year::INT AS fiscal_year,
  board_code::TEXT AS board_code,
  label::TEXT AS label,
  label_en::TEXT AS label_en,
  unit_code::TEXT AS unit_code,
  note::TEXT AS note,
  note_en::TEXT AS note_en,
  is_simulated::BOOLEAN AS is_simulated
FROM checked

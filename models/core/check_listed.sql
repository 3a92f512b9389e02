MODEL (
  name core.check_listed,
  kind VIEW,
  grain (
    check_code
  ),
  description 'One row per check of stated amounts: of the plan documents, of the months and of the published record',
  column_descriptions (
    comparability = 'own: comparable, not_comparable or not_checkable',
    document_code = 'own: Document of the stated side; empty for checks on the months and the published record',
    label = 'as check_label',
    label_en = 'as check_label_en',
    unit_code = 'as printed_unit',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English'
  ),
  tags (
    'working'
  ),
  audits (
    not_null(columns := (record_kind, check_kind, difference_kind))
  )
);

SELECT
  check_code,
  'plan' AS record_kind,
  check_kind,
  check_group,
  difference_kind,
  comparability,
  document_code,
  fiscal_year,
  board_code,
  label,
  label_en,
  unit_code,
  note,
  note_en,
  FALSE AS is_absence_zero,
  is_simulated
FROM core.reconciliation_check
UNION ALL BY NAME
SELECT
  check_code,
  'month' AS record_kind,
  check_kind,
  check_group,
  difference_kind,
  'comparable' AS comparability,
  NULL::TEXT AS document_code,
  fiscal_year,
  board_code,
  label,
  label_en,
  unit_code,
  NULL::TEXT AS note,
  NULL::TEXT AS note_en,
  is_absence_zero,
  is_simulated
FROM core.month_check
UNION ALL BY NAME
SELECT
  check_code,
  'published' AS record_kind,
  check_kind,
  check_code AS check_group,
  difference_kind,
  'comparable' AS comparability,
  NULL::TEXT AS document_code,
  fiscal_year,
  board_code,
  label,
  label_en,
  unit_code,
  note,
  note_en,
  FALSE AS is_absence_zero,
  is_simulated
FROM core.published_check

MODEL (
  name core.roll_forward_check,
  kind EMBEDDED,
  grain (
    check_code
  ),
  description 'One row per reading of the changes from a year''s frame to the next, as a check: what it compares and what a difference would be',
  column_descriptions (
    check_group = 'own: See core.reconciliation_check',
    comparability = 'own: See core.reconciliation_check',
    unit_code = 'own: Unit in which the stated side is printed',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English'
  )
);

WITH unstated AS (
  SELECT
    document_code,
    board_code,
    to_year,
    COUNT(*) AS change_count
  FROM core.frame_change_effect
  WHERE
    amount_sek IS NULL
  GROUP BY
    document_code,
    board_code,
    to_year
), step AS (
  SELECT
    reading.*,
    reading.from_year::TEXT AS from_text,
    reading.to_year::TEXT AS to_text,
    unstated.change_count > 0 AS is_any_unstated,
    CASE WHEN reading.flat_percent IS NULL THEN unstated.change_count::TEXT END AS unsaid
  FROM core.roll_forward_reading AS reading
  LEFT JOIN unstated
    ON unstated.document_code = reading.document_code
    AND unstated.board_code = reading.board_code
    AND unstated.to_year = reading.to_year
)
SELECT
  check_code,
  'roll_forward' AS check_kind,
  finding_code AS check_group,
  CASE
    WHEN question_count > 0
    THEN 'ambiguous_basis'
    WHEN is_any_unstated
    THEN 'amount_missing'
    ELSE 'undocumented_change'
  END AS difference_kind,
  'comparable' AS comparability,
  document_code,
  to_year AS fiscal_year,
  board_code,
  'mkr' AS unit_code,
  is_simulated,
  'Tjänstemannabudget ' || to_text || ' mot ' || from_text || ' plus redovisade förändringar. Läsning: ' || reading_name AS label,
  'Administration''s frame ' || to_text || ' against ' || from_text || ' plus documented changes. Reading: ' || reading_name_en AS label_en,
  unsaid || ' redovisade förändringar saknar belopp (uppräkning på en kostnadsbudget som inte är tryckt) och ligger i skillnaden.' AS note,
  unsaid || ' documented changes have no amount (indexation of a cost budget that is not printed) and are in the difference.' AS note_en
FROM step

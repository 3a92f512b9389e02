MODEL (
  name core.frame_rule_check,
  kind EMBEDDED,
  grain (
    check_code
  ),
  description 'One row per rule that the documents state for changes and for financing, as a check: what it compares and whether the documents let it be compared',
  column_descriptions (
    check_group = 'own: See core.reconciliation_check',
    comparability = 'own: See core.reconciliation_check',
    unit_code = 'own: Unit in which the stated side is printed',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English'
  )
);

WITH financing AS (
  SELECT
    'FINANCING/' || document_code || '/' || row_number::TEXT AS check_code,
    document_code,
    fiscal_year,
    board_code,
    is_simulated,
    SPLIT_PART(row_label, '. ', 1) AS cost_label,
    MAX(CASE WHEN amount_kind = 'planning_condition' THEN unit_code END) AS unit_code,
    SUM(CASE WHEN amount_kind = 'compared_amount' THEN 1 ELSE 0 END) > 0 AS is_stated
  FROM core.stated_amount
  WHERE
    table_code = 'planning_condition' AND is_current
  GROUP BY
    document_code,
    row_number,
    board_code,
    fiscal_year,
    is_simulated,
    row_label
)
SELECT
  check_code,
  check_kind,
  check_code AS check_group,
  CASE check_kind WHEN 'transfer' THEN 'missing_end' ELSE 'missing_counterpart' END AS difference_kind,
  CASE WHEN check_kind = 'transfer' AND is_inside_board THEN 'comparable' ELSE 'not_checkable' END AS comparability,
  document_code,
  effective_year AS fiscal_year,
  board_code,
  NULL::TEXT AS unit_code,
  is_simulated,
  CASE check_kind
    WHEN 'transfer'
    THEN 'Omdisponering från ' || from_label || ' till ' || to_label || ': avgivet mot mottaget'
    WHEN 'rule_phase_out'
    THEN 'Regel: det som flyttas från ' || from_label || ' ska fasas ut där'
    ELSE 'Regel: tillkommande kostnad ska kompenseras. ' || wording
  END AS label,
  CASE check_kind
    WHEN 'transfer'
    THEN 'Transfer from ' || from_label || ' to ' || to_label || ': given against received'
    WHEN 'rule_phase_out'
    THEN 'Rule: what is moved from ' || from_label || ' is phased out there'
    ELSE 'Rule: an added cost is compensated. ' || wording
  END AS label_en,
  CASE
    WHEN check_kind = 'rule_phase_out'
    THEN 'Dokumenten anger inte vad som fasas ut.'
    WHEN check_kind = 'rule_compensation'
    THEN 'Dokumentet anger ingen kompenserande kostnadsminskning eller intäkt för anslaget.'
    WHEN NOT is_inside_board
    THEN 'Den andra nämndens ram finns inte i dokumenten: motposten saknas.'
  END AS note,
  CASE
    WHEN check_kind = 'rule_phase_out'
    THEN 'The documents do not say what is phased out.'
    WHEN check_kind = 'rule_compensation'
    THEN 'The document names no compensating cost cut or revenue for the appropriation.'
    WHEN NOT is_inside_board
    THEN 'The other board''s frame is not in the documents: the other end is missing.'
  END AS note_en
FROM core.frame_change_rule
UNION ALL BY NAME
SELECT
  check_code,
  'rule_financing' AS check_kind,
  check_code AS check_group,
  CASE WHEN is_stated THEN 'financing_gap' ELSE 'missing_counterpart' END AS difference_kind,
  CASE WHEN is_stated THEN 'comparable' ELSE 'not_checkable' END AS comparability,
  document_code,
  fiscal_year,
  board_code,
  unit_code,
  is_simulated,
  'Regel: en kostnad ska ha sin finansiering. ' || cost_label AS label,
  'Rule: a cost states its financing. ' || cost_label AS label_en,
  CASE
    WHEN is_stated
    THEN 'Jämförelsebeloppet är det som var budgeterat för det nuvarande.'
    ELSE 'Texten anger inget belopp för finansieringen.'
  END AS note,
  CASE
    WHEN is_stated
    THEN 'The amount compared with is what was budgeted for the present one.'
    ELSE 'The text gives no amount for the financing.'
  END AS note_en
FROM financing

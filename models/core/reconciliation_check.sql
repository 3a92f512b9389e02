MODEL (
  name core.reconciliation_check,
  grain (
    check_code
  ),
  description 'One row per check of stated amounts: what it compares and whether the documents let it be compared',
  column_descriptions (
    check_group = 'own: Checks of one table whose differences are explained together, over all years at once',
    comparability = 'own: comparable, not_comparable or not_checkable',
    unit_code = 'own: Unit in which the stated side is printed',
    note = 'own: What to know about the check, in Swedish',
    note_en = 'own: The same in English'
  ),
  audits (
    foreign_key_known("column" := difference_kind, parent := seed.difference_kind, parent_column := difference_kind),
    accepted_values("column" := comparability, is_in := ('comparable', 'not_comparable', 'not_checkable')),
    not_null(columns := (check_kind, difference_kind, label, label_en))
  )
);

WITH sum_check AS (
  SELECT
    cell.check_code,
    cell.check_family AS check_kind,
    amount.document_code,
    amount.fiscal_year,
    amount.board_code,
    amount.unit_code,
    amount.is_simulated,
    CASE cell.check_family WHEN 'row_sum' THEN 'ROW/' ELSE 'COLUMN/' END || amount.document_code || '/' || amount.table_code AS check_group,
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
    ) AS label,
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
    ) AS label_en
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
), partition_check AS (
  SELECT DISTINCT
    cell.check_code,
    cell.document_code,
    cell.fiscal_year,
    cell.board_code,
    cell.unit_code,
    cell.is_simulated
  FROM core.reconciliation_cell AS cell
  WHERE
    cell.check_family = 'partition' AND cell.side = 'stated'
), known_pair AS (
  SELECT
    pair.*,
    stated.unit_code,
    COALESCE(stated.is_simulated, FALSE) AS is_simulated
  FROM seed.reconciliation_pair AS pair
  JOIN (
    SELECT
      check_code,
      MAX(CASE WHEN side = 'stated' THEN unit_code END) AS unit_code,
      BOOL_OR(is_simulated::BOOLEAN) AS is_simulated
    FROM core.reconciliation_cell
    WHERE
      check_family = 'pair'
    GROUP BY
      check_code
  ) AS stated
    ON stated.check_code = pair.check_code
), unstated_change AS (
  SELECT
    document_code,
    board_code,
    to_year,
    COUNT(*) AS unknown_count
  FROM core.frame_change_effect
  WHERE
    amount_sek IS NULL
  GROUP BY
    document_code,
    board_code,
    to_year
), transfer AS (
  SELECT
    'TRANSFER/' || document_code || '/' || COALESCE(case_number, row_number::TEXT) AS check_code,
    'PHASE-OUT/' || document_code || '/' || COALESCE(case_number, row_number::TEXT) AS phase_out_code,
    change.*
  FROM core.frame_change AS change
  WHERE
    change_kind = 'transfer' AND is_current AND NOT statement_code IS NULL
), financing AS (
  SELECT
    'FINANCING/' || document_code || '/' || row_number::TEXT AS check_code,
    document_code,
    board_code,
    fiscal_year,
    is_simulated,
    SPLIT_PART(row_label, '. ', 1) AS cost_label,
    MAX(CASE WHEN amount_kind = 'planning_condition' THEN unit_code END) AS unit_code,
    SUM(CASE WHEN amount_kind = 'compared_amount' THEN 1 ELSE 0 END) AS financing_count
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
), checked AS (
  SELECT
    check_code,
    check_kind,
    check_group,
    'arithmetic' AS difference_kind,
    'comparable' AS comparability,
    document_code,
    fiscal_year,
    board_code,
    unit_code,
    is_simulated,
    label,
    label_en,
    NULL::TEXT AS note,
    NULL::TEXT AS note_en
  FROM sum_check
  UNION ALL
  SELECT
    check_code,
    check_kind,
    check_code,
    difference_kind,
    comparability,
    document_code,
    fiscal_year,
    board_code,
    unit_code,
    is_simulated,
    label,
    label_en,
    note,
    note_en
  FROM known_pair
  UNION ALL
  SELECT
    check_code,
    'partition',
    check_code,
    'arithmetic',
    'comparable',
    document_code,
    fiscal_year,
    board_code,
    unit_code,
    is_simulated,
    CASE
      WHEN check_code LIKE 'KIND/%'
      THEN 'Investeringar: ny- och reinvesteringar mot tryckt summa'
      ELSE 'Investeringar: per enhet mot tryckt summa'
    END,
    CASE
      WHEN check_code LIKE 'KIND/%'
      THEN 'Investments: new and replacement against the printed sum'
      ELSE 'Investments: by unit against the printed sum'
    END,
    NULL,
    NULL
  FROM partition_check
  UNION ALL
  SELECT
    step.check_code,
    'roll_forward',
    step.finding_code,
    CASE
      WHEN step.question_count > 0
      THEN 'ambiguous_basis'
      WHEN unstated_change.unknown_count > 0
      THEN 'amount_missing'
      ELSE 'undocumented_change'
    END,
    'comparable',
    step.document_code,
    step.to_year,
    step.board_code,
    'mkr',
    step.is_simulated,
    'Tjänstemannabudget ' || step.to_year::TEXT || ' mot ' || step.from_year::TEXT || ' plus redovisade förändringar. Läsning: ' || step.reading_name,
    'Administration''s frame ' || step.to_year::TEXT || ' against ' || step.from_year::TEXT || ' plus documented changes. Reading: ' || step.reading_name_en,
    CASE
      WHEN unstated_change.unknown_count > 0 AND step.flat_percent IS NULL
      THEN unstated_change.unknown_count::TEXT || ' redovisade förändringar saknar belopp (uppräkning på en kostnadsbudget som inte är tryckt) och ligger i skillnaden.'
    END,
    CASE
      WHEN unstated_change.unknown_count > 0 AND step.flat_percent IS NULL
      THEN unstated_change.unknown_count::TEXT || ' documented changes have no amount (indexation of a cost budget that is not printed) and are in the difference.'
    END
  FROM core.roll_forward_reading AS step
  LEFT JOIN unstated_change
    ON unstated_change.document_code = step.document_code
    AND unstated_change.board_code = step.board_code
    AND unstated_change.to_year = step.to_year
  UNION ALL
  SELECT
    check_code,
    'transfer',
    check_code,
    'missing_end',
    CASE WHEN is_inside_board THEN 'comparable' ELSE 'not_checkable' END,
    document_code,
    effective_year,
    board_code,
    NULL,
    is_simulated,
    'Omdisponering från ' || from_label || ' till ' || to_label || ': avgivet mot mottaget',
    'Transfer from ' || from_label || ' to ' || to_label || ': given against received',
    CASE
      WHEN NOT is_inside_board
      THEN 'Den andra nämndens ram finns inte i dokumenten: motposten saknas.'
    END,
    CASE
      WHEN NOT is_inside_board
      THEN 'The other board''s frame is not in the documents: the other end is missing.'
    END
  FROM transfer
  UNION ALL
  SELECT
    phase_out_code,
    'rule_phase_out',
    phase_out_code,
    'missing_counterpart',
    'not_checkable',
    document_code,
    effective_year,
    board_code,
    NULL,
    is_simulated,
    'Regel: det som flyttas från ' || from_label || ' ska fasas ut där',
    'Rule: what is moved from ' || from_label || ' is phased out there',
    'Dokumenten anger inte vad som fasas ut.',
    'The documents do not say what is phased out.'
  FROM transfer
  WHERE
    NOT is_inside_board
  UNION ALL
  SELECT
    'COMPENSATION/' || document_code || '/' || row_number::TEXT,
    'rule_compensation',
    'COMPENSATION/' || document_code || '/' || row_number::TEXT,
    'missing_counterpart',
    'not_checkable',
    document_code,
    effective_year,
    board_code,
    NULL,
    is_simulated,
    'Regel: tillkommande kostnad ska kompenseras. ' || wording,
    'Rule: an added cost is compensated. ' || wording,
    'Dokumentet anger ingen kompenserande kostnadsminskning eller intäkt för anslaget.',
    'The document names no compensating cost cut or revenue for the appropriation.'
  FROM core.frame_change
  WHERE
    change_kind = 'appropriation' AND is_current AND NOT statement_code IS NULL
  UNION ALL
  SELECT
    check_code,
    'rule_financing',
    check_code,
    CASE WHEN financing_count > 0 THEN 'financing_gap' ELSE 'missing_counterpart' END,
    CASE WHEN financing_count > 0 THEN 'comparable' ELSE 'not_checkable' END,
    document_code,
    fiscal_year,
    board_code,
    unit_code,
    is_simulated,
    'Regel: en kostnad ska ha sin finansiering. ' || cost_label,
    'Rule: a cost states its financing. ' || cost_label,
    CASE
      WHEN financing_count > 0
      THEN 'Jämförelsebeloppet är det som var budgeterat för det nuvarande.'
      ELSE 'Texten anger inget belopp för finansieringen.'
    END,
    CASE
      WHEN financing_count > 0
      THEN 'The amount compared with is what was budgeted for the present one.'
      ELSE 'The text gives no amount for the financing.'
    END
  FROM financing
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

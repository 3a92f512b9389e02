MODEL (
  name core.roll_forward_cell,
  kind EMBEDDED,
  grain (check_code, side, statement_code),
  description 'One row per reading of the changes from a year''s frame to the next × side × statement: the next frame against the first and its changes',
  column_descriptions (
    check_family = 'own: What made the check, see core.reconciliation_cell'
  )
);

WITH frame AS (
  SELECT
    *
  FROM core.stated_amount
  WHERE
    table_code = 'frame_by_year' AND part_code = 'OFFICIALS' AND is_current AND NOT amount_sek IS NULL
)
SELECT
  'roll_forward' AS check_family,
  step.check_code,
  CASE WHEN frame.fiscal_year = step.to_year THEN 'stated' ELSE 'computed' END AS side,
  frame.statement_code,
  1 AS coefficient
FROM core.roll_forward_reading AS step
JOIN frame
  ON frame.document_code = step.document_code
  AND frame.board_code = step.board_code
  AND frame.fiscal_year IN (step.to_year, step.from_year)
UNION ALL
SELECT
  'roll_forward',
  step.check_code,
  'computed',
  effect.statement_code,
  effect.coefficient
FROM core.roll_forward_reading AS step
JOIN core.frame_change_effect AS effect
  ON effect.document_code = step.document_code
  AND effect.board_code = step.board_code
  AND effect.to_year = step.to_year
LEFT JOIN seed.frame_reading_choice AS choice
  ON choice.reading_code = step.complete_reading_code
  AND choice.question_code = effect.question_code
  AND choice.option_code = effect.option_code
WHERE
  step.flat_percent IS NULL
  AND (
    NOT step.is_transfers_only OR effect.change_kind = 'transfer'
  )
  AND NOT effect.amount_sek IS NULL
  AND NOT effect.statement_code IS NULL
  AND effect.coefficient <> 0
  AND (
    effect.option_code IS NULL OR NOT choice.option_code IS NULL
  )

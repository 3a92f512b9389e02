AUDIT (
  name plan_holds_no_simulated_row
);

/* Simulated rows never stand among the plans' own. */
SELECT
  *
FROM @this_model
WHERE
  is_simulated AND document_code IN (
    SELECT
      document_code
    FROM seed.document_board
  );

AUDIT (
  name sign_follows_cost_type,
  blocking FALSE
);

/* A cell that goes against its cost type's sign is a warning: shown, never turned. */
SELECT
  *
FROM @this_model
WHERE
  is_sign_unexpected;

AUDIT (
  name responsible_text_is_known
);

/* Every parenthesis of responsible boards has been read. */
SELECT
  assignment.assignment_code,
  assignment.responsible_text
FROM core.assignment AS assignment
LEFT JOIN @this_model AS responsible
  ON responsible.assignment_code = assignment.assignment_code
WHERE
  NOT assignment.responsible_text IS NULL AND responsible.assignment_code IS NULL;

AUDIT (
  name status_needs_value_and_unit
);

/* A target is judged only with an outcome and a unit; a target without unit is never red. */
SELECT
  target.*
FROM @this_model AS target
JOIN seed.target_status AS status
  ON status.status_code = target.computed_status
WHERE
  status.is_judged AND (
    target.value IS NULL OR target.unit_text IS NULL OR target.gap IS NULL
  )

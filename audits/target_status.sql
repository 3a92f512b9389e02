AUDIT (
  name target_status_follows_limits
);

/* The status is the one that the gap and the limits give, and none is given without a gap. */
SELECT
  *
FROM @this_model
WHERE
  (
    computed_status IN ('met', 'near', 'not_met')
  ) <> (
    NOT gap IS NULL
  )
  OR (
    computed_status = 'met' AND gap < green_from
  )
  OR (
    computed_status = 'near' AND (
      gap > green_from OR gap < yellow_from
    )
  )
  OR (
    computed_status = 'not_met' AND (
      gap > green_from OR gap >= yellow_from
    )
  );

AUDIT (
  name target_breakdown_adds_up
);

/* The parts of an additive indicator and the rest add up to the whole; a part of another has no contribution. */
SELECT
  indicator_code,
  organisation_code,
  period_code,
  gender_code
FROM @this_model
WHERE
  is_additive AND NOT whole_value IS NULL
GROUP BY
  indicator_code,
  organisation_code,
  period_code,
  gender_code,
  is_simulated
HAVING
  ABS(SUM(COALESCE(contribution_value, 0)) - MAX(whole_value)) > 0.000001
UNION ALL
SELECT
  indicator_code,
  organisation_code,
  period_code,
  gender_code
FROM @this_model
WHERE
  NOT is_additive AND NOT contribution_value IS NULL;

AUDIT (
  name target_manual_status_is_explained,
  blocking FALSE
);

/* A status that the board reports against the computed one has an explanation. */
SELECT
  *
FROM @this_model
WHERE
  is_comment_missing;

AUDIT (
  name target_has_one_value,
  blocking FALSE
);

/* The plans in force give an indicator one target for a year; of two, the one in force counts. */
SELECT
  indicator_code,
  fiscal_year
FROM @this_model
WHERE
  is_current AND NOT target_value IS NULL
GROUP BY
  indicator_code,
  fiscal_year
HAVING
  MIN(target_value) <> MAX(target_value);

AUDIT (
  name outcome_in_question,
  blocking FALSE
);

/* The size and sign of an outcome agree with unit, target, own series and the other organisations; no status is given where not. */
SELECT
  *
FROM @this_model
WHERE
  in_question;

AUDIT (
  name question_gives_no_status
);

/* No status is judged on an outcome that is in question, and each question has its reason. */
SELECT
  *
FROM @this_model
WHERE
  in_question AND (
    computed_status IN ('met', 'near', 'not_met') OR in_question_text IS NULL
  )

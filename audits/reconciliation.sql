AUDIT (
  name verdict_follows_rule
);

/* The verdict is the one that difference, tolerance and comparability give. */
SELECT
  *
FROM @this_model
WHERE
  (
    verdict = 'exact' AND COALESCE(difference_sek, difference_number, 1) <> 0
  )
  OR (
    verdict IN ('rounding', 'within_tolerance')
    AND (
      COALESCE(difference_sek, difference_number, 0) = 0
      OR ABS(COALESCE(difference_sek, difference_number)) > COALESCE(tolerance_sek, tolerance_number) + 0.01
      OR is_beyond_worst_case <> (
        verdict = 'within_tolerance'
      )
    )
  )
  OR (
    verdict IN ('unexplained', 'pressure', 'ambiguous')
    AND (
      COALESCE(difference_sek, difference_number) IS NULL
      OR ABS(COALESCE(difference_sek, difference_number)) < COALESCE(tolerance_sek, tolerance_number) - 0.01
    )
  )
  OR stated_amount_sek - computed_amount_sek <> difference_sek
  OR stated_number - computed_number <> difference_number;

AUDIT (
  name verdict_and_words_agree
);

/* No row calls a difference rounding and says that rounding cannot give it, or holds a pressure or a reading for a broken sum. */
SELECT
  *
FROM @this_model
WHERE
  (
    verdict IN ('exact', 'rounding')
    AND (
      explanation LIKE '%kan inte ge den%' OR explanation_en LIKE '%rounding%cannot produce it%'
    )
  )
  OR (
    verdict IN ('within_tolerance', 'unexplained')
    AND is_beyond_worst_case
    AND NOT explanation LIKE '%kan inte ge den%'
  )
  OR (
    verdict = 'unexplained' AND check_kind = 'rule_financing' AND difference_sek < 0
  );

AUDIT (
  name parts_sum_to_check
);

/* The cells of a check sum to its two sides. */
SELECT
  listed.check_code,
  listed.stated_sek,
  listed.computed_sek
FROM (
  SELECT
    check_code,
    SUM(CASE WHEN side = 'stated' THEN amount_sek END) AS stated_sek,
    SUM(CASE WHEN side = 'computed' THEN amount_sek END) AS computed_sek,
    SUM(CASE WHEN side = 'stated' THEN number END) AS stated_number,
    SUM(CASE WHEN side = 'computed' THEN number END) AS computed_number
  FROM @this_model
  GROUP BY
    check_code
) AS listed
FULL OUTER JOIN mart.frame_reconciliation AS checked
  ON checked.check_code = listed.check_code
WHERE
  listed.check_code IS NULL
  OR checked.check_code IS NULL
  OR COALESCE(listed.stated_sek, 0) <> COALESCE(checked.stated_amount_sek, 0)
  OR COALESCE(listed.computed_sek, 0) <> COALESCE(checked.computed_amount_sek, 0)
  OR COALESCE(listed.stated_number, 0) <> COALESCE(checked.stated_number, 0)
  OR COALESCE(listed.computed_number, 0) <> COALESCE(checked.computed_number, 0);

AUDIT (
  name candidate_is_within_tolerance
);

/* A candidate explains every unexplained check of its table within tolerance. */
SELECT
  *
FROM @this_model
WHERE
  ABS(residual_sek) > tolerance_sek OR check_count < 1

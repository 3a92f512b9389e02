AUDIT (
  name knowledge_is_ordered
);

/* A version is superseded on or after the day it became known. */
SELECT
  delivery_id,
  subject
FROM @this_model
WHERE
  known_to < known_from;

AUDIT (
  name part_has_one_version
);

/* A part of a subject has at most one current version, and none is superseded before it became known. */
SELECT
  MIN(delivery_id) AS delivery_id,
  subject,
  part_key
FROM @this_model
WHERE
  is_current
GROUP BY
  subject,
  part_key
HAVING
  COUNT(*) > 1
UNION ALL
SELECT
  delivery_id,
  subject,
  part_key
FROM @this_model
WHERE
  known_to < known_from;

AUDIT (
  name draft_has_no_decision
);

/* A document is adopted only with a decision that has its date and paragraph filled in. */
SELECT
  *
FROM @this_model
WHERE
  status = 'adopted'
  AND (
    decision_text IS NULL OR decision_text LIKE '%xx%' OR decision_text LIKE '%§ x%'
  )

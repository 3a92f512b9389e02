MODEL (
  name core.place_reused,
  grain (organisation_level, organisation_code),
  description 'One row per organisation that a reused code of a board, area or department has stood for. A code is given to another one on a day that none of its units passes, where nothing goes on from before it: no unit or successor of one, and no name with its place. What it stood for before has another identity, and is not comparable',
  column_descriptions (
    organisation_level = 'own: board, area or department',
    organisation_code = 'own: Identity of the organisation: the code; of an earlier one the code, @ and its last day',
    register_code = 'own: The code as deliveries have it',
    begins_on = 'own: First day on which the code stands for it; 0001-01-01 for the first',
    until_on = 'own: First day on which it stands for another; 9999-12-31 for the present one'
  )
);

WITH day AS (
  SELECT DISTINCT
    organisation_level,
    register_code,
    valid_from AS begins_on
  FROM core.place_thread
), thread_at AS (
  SELECT
    day.organisation_level,
    day.register_code,
    day.begins_on,
    thread.thread,
    BOOL_OR(CAST(thread.valid_to < day.begins_on AS BOOLEAN)) AS is_before,
    BOOL_OR(CAST(thread.valid_from >= day.begins_on AS BOOLEAN)) AS is_after,
    BOOL_OR(CAST(thread.valid_from < day.begins_on AND thread.valid_to >= day.begins_on AS BOOLEAN)) AS passes_it
  FROM day
  JOIN core.place_thread AS thread
    ON thread.organisation_level = day.organisation_level AND thread.register_code = day.register_code
  GROUP BY
    day.organisation_level,
    day.register_code,
    day.begins_on,
    thread.thread
), given AS (
  SELECT
    organisation_level,
    register_code,
    begins_on
  FROM thread_at
  GROUP BY
    organisation_level,
    register_code,
    begins_on
  HAVING
    BOOL_OR(is_before::BOOLEAN)
    AND NOT BOOL_OR(passes_it::BOOLEAN)
    AND NOT BOOL_OR(CAST(is_before AND is_after AS BOOLEAN))
), begun AS (
  SELECT
    organisation_level,
    register_code,
    begins_on
  FROM given
  UNION
  SELECT
    organisation_level,
    register_code,
    '0001-01-01'::DATE
  FROM given
), ended AS (
  SELECT
    organisation_level,
    register_code,
    begins_on,
    LEAD(begins_on) OVER (PARTITION BY organisation_level, register_code ORDER BY begins_on) AS until_on
  FROM begun
)
SELECT
  organisation_level::TEXT AS organisation_level,
  (
    CASE
      WHEN until_on IS NULL
      THEN register_code
      ELSE register_code || '@' || CAST(until_on - INTERVAL '1' DAY AS DATE)::TEXT
    END
  )::TEXT AS organisation_code,
  register_code::TEXT AS register_code,
  begins_on::DATE AS begins_on,
  COALESCE(until_on, '9999-12-31'::DATE)::DATE AS until_on
FROM ended

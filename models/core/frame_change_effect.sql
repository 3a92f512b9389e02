MODEL (
  name core.frame_change_effect,
  grain (change_code, to_year, option_code),
  tags (
    'grain may be empty (option_code): a change that counts in every reading belongs to none'
  ),
  description 'One row per documented frame change × budget year that it meets × way of reading an ambiguous text',
  column_descriptions (
    change_code = 'own: The stated change',
    to_year = 'own: Budget year whose frame changes, against the year before',
    question_code = 'own: What is ambiguous; empty where the text is not',
    option_code = 'own: Way of reading it; empty where the change counts in every reading',
    factor = 'own: What the stated effect is multiplied by',
    change_kind = 'own: Kind of the change',
    coefficient = 'own: What the printed amount (cost −) is multiplied by: factor × stated direction',
    amount_sek = 'own: Effect on the board''s net frame, cost −; empty where the text gives no amount'
  ),
  audits (
    accepted_values("column" := factor, is_in := (-1, 0, 1))
  )
);

WITH asked AS (
  SELECT DISTINCT
    question_code,
    change_kind,
    stated_year
  FROM seed.frame_reading_option
  WHERE
    stated_year = to_year
), frame_year AS (
  SELECT DISTINCT
    document_code,
    fiscal_year
  FROM core.stated_amount
  WHERE
    table_code = 'frame_by_year' AND is_current
), effect AS (
  SELECT
    change.*,
    change.effective_year AS to_year,
    NULL::TEXT AS question_code,
    NULL::TEXT AS option_code,
    1 AS factor
  FROM core.frame_change AS change
  LEFT JOIN asked
    ON asked.change_kind = change.change_kind AND asked.stated_year = change.effective_year
  WHERE
    change.is_current AND asked.question_code IS NULL
  UNION ALL
  SELECT
    change.*,
    later.fiscal_year,
    NULL,
    NULL,
    1
  FROM core.frame_change AS change
  JOIN frame_year AS later
    ON later.document_code = change.document_code
    AND later.fiscal_year > change.effective_year
    AND later.fiscal_year <= change.year_to
  WHERE
    change.is_current AND change.direction_factor = 0
  UNION ALL
  SELECT
    change.*,
    way.to_year,
    way.question_code,
    way.option_code,
    way.factor
  FROM core.frame_change AS change
  JOIN seed.frame_reading_option AS way
    ON way.change_kind = change.change_kind AND way.stated_year = change.effective_year
  WHERE
    change.is_current
)
SELECT
  change_code::TEXT AS change_code,
  to_year::INT AS to_year,
  question_code::TEXT AS question_code,
  option_code::TEXT AS option_code,
  factor::INT AS factor,
  document_code::TEXT AS document_code,
  board_code::TEXT AS board_code,
  change_kind::TEXT AS change_kind,
  CASE WHEN is_inside_board THEN 0 ELSE factor * COALESCE(direction_factor, 1) END::INT AS coefficient,
  CASE
    WHEN is_inside_board OR direction_factor = 0
    THEN 0
    WHEN question_code IS NULL
    THEN frame_effect_sek
    ELSE printed_amount_sek * factor * COALESCE(direction_factor, 1)
  END::DECIMAL(18, 2) AS amount_sek,
  statement_code::TEXT AS statement_code
FROM effect

MODEL (
  name core.published_outcome,
  grain (
    indicator_id
  ),
  tags (
    'delivered rows differ: an outcome that is printed anew counts as in its newest delivery'
  ),
  description 'One row per indicator, body and period that the region has published, as last delivered: the printed texts, what they say in numbers, and the plan''s indicator that it is',
  column_descriptions (
    indicator_code = 'own: The plan''s indicator that it is; empty where the plan has none of the name',
    period_text = 'own: Period as printed or inferred',
    period_start = 'own: First day of the period; empty where the text gives none',
    period_kind_text = 'own: år, tertial or månad; empty where the text gives none',
    fiscal_year = 'as period_year',
    target_text = 'own: Target as the page prints it',
    target_value = 'own: The number in it; empty for words',
    outcome_value = 'The number in it; empty for words and where nothing is printed',
    outcome_decimals = 'Decimals of the outcome as printed',
    unit_text = 'own: Unit printed with the outcome, else with its target',
    status_text = 'own: Colour or word as printed',
    reported_status = 'own: Status that the word means; empty where it is none',
    is_certain = 'own: False where something was cut or is doubtful',
    note = 'own: A short note of our own',
    url = 'own: Address of the page'
  ),
  audits (
    not_null(columns := (indicator_name, body_code, delivery_id, row_number))
  )
);

WITH told AS (
  SELECT
    printed.*,
    delivery.is_simulated,
    ROW_NUMBER() OVER (
      PARTITION BY printed.indicator_id
      ORDER BY delivery.known_from DESC, delivery.loaded_at DESC, printed.delivery_id DESC, printed.row_number
    ) AS telling
  FROM staging.published_indicator AS printed
  JOIN core.delivery AS delivery
    ON delivery.delivery_id = printed.delivery_id AND delivery.is_current
  WHERE
    printed.row_kind = 'data'
), plain AS (
  SELECT
    told.*,
    REGEXP_EXTRACT(
      REGEXP_REPLACE(told.outcome_text, '[\s\x{00A0}\x{202F}]', '', 'g'),
      '^([-−–]?[0-9]+(?:[,.][0-9]+)?)%?$',
      1
    ) AS outcome_digits,
    REGEXP_EXTRACT(
      REGEXP_REPLACE(told.target_text, '[\s\x{00A0}\x{202F}]', '', 'g'),
      '^([-−–]?[0-9]+(?:[,.][0-9]+)?)%?$',
      1
    ) AS target_digits,
    TRY_CAST(REGEXP_EXTRACT(told.period_text, '^[0-9]{4}') AS INT) AS fiscal_year,
    CASE
      WHEN LOWER(told.period_text) LIKE '%tertial 1%'
      OR told.period_text LIKE '%T1%'
      OR told.period_text LIKE '%-01..%-04%'
      THEN 1
      WHEN LOWER(told.period_text) LIKE '%tertial 2%'
      OR told.period_text LIKE '%T2%'
      OR told.period_text LIKE '%-05..%-08%'
      THEN 2
      WHEN LOWER(told.period_text) LIKE '%tertial 3%'
      OR told.period_text LIKE '%T3%'
      OR told.period_text LIKE '%-09..%-12%'
      THEN 3
    END AS tertial
  FROM told
  WHERE
    told.telling = 1
), word AS (
  SELECT
    @label_key(status_word) AS word_key,
    MIN(status_code) AS status_code
  FROM seed.target_status_word
  GROUP BY
    1
), planned AS (
  SELECT
    @label_key(printed_name) AS name_key,
    body_code,
    MIN(indicator_code) AS indicator_code
  FROM seed.published_indicator_name
  GROUP BY
    1,
    body_code
)
SELECT
  plain.indicator_id::TEXT AS indicator_id,
  plain.indicator_name::TEXT AS indicator_name,
  planned.indicator_code::TEXT AS indicator_code,
  plain.body_code::TEXT AS body_code,
  plain.period_text::TEXT AS period_text,
  CASE
    WHEN NOT plain.fiscal_year IS NULL
    THEN MAKE_DATE(plain.fiscal_year, COALESCE(4 * plain.tertial - 3, 1), 1)
  END::DATE AS period_start,
  CASE WHEN NOT plain.tertial IS NULL THEN 'tertial' WHEN LENGTH(plain.period_text) = 4 THEN 'år' END::TEXT AS period_kind_text,
  plain.fiscal_year::INT AS fiscal_year,
  plain.target_text::TEXT AS target_text,
  TRY_CAST(TRANSLATE(plain.target_digits, ',−–', '.--') AS DECIMAL(18, 6))::DECIMAL(18, 6) AS target_value,
  plain.outcome_text::TEXT AS outcome_text,
  TRY_CAST(TRANSLATE(plain.outcome_digits, ',−–', '.--') AS DECIMAL(18, 6))::DECIMAL(18, 6) AS outcome_value,
  CASE
    WHEN plain.outcome_digits = ''
    THEN NULL
    WHEN STRPOS(REPLACE(plain.outcome_digits, ',', '.'), '.') = 0
    THEN 0
    ELSE LENGTH(plain.outcome_digits) - STRPOS(REPLACE(plain.outcome_digits, ',', '.'), '.')
  END::INT AS outcome_decimals,
  CASE
    WHEN COALESCE(plain.outcome_text, '') || COALESCE(plain.target_text, '') LIKE '%\%%' ESCAPE '\'
    THEN '%'
  END::TEXT AS unit_text,
  plain.status_text::TEXT AS status_text,
  word.status_code::TEXT AS reported_status,
  plain.better_direction::TEXT AS better_direction,
  plain.target_other_years_text::TEXT AS target_other_years_text,
  plain.is_certain::BOOLEAN AS is_certain,
  plain.note::TEXT AS note,
  plain.source_title::TEXT AS source_title,
  plain.url::TEXT AS url,
  plain.is_simulated::BOOLEAN AS is_simulated,
  plain.delivery_id::TEXT AS delivery_id,
  plain.sheet::TEXT AS sheet,
  plain.row_number::INT AS row_number
FROM plain
LEFT JOIN planned
  ON planned.name_key = @label_key(plain.indicator_name) AND planned.body_code = plain.body_code
LEFT JOIN word
  ON word.word_key = @label_key(plain.status_text)

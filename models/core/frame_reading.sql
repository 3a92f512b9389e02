MODEL (
  name core.frame_reading,
  grain (document_code, board_code, from_year, to_year, reading_code),
  description 'One row per span between two budget years × reading of the ambiguous texts that matter in it',
  column_descriptions (
    reading_code = 'own: The ways chosen, joined with +; AS_STATED where no text is ambiguous',
    question_count = 'Number of ambiguous texts that matter',
    precision_sek = 'own: Stated precision of the frames in kronor'
  )
);

WITH frame AS (
  SELECT
    document_code,
    board_code,
    fiscal_year,
    amount_sek,
    precision_sek,
    is_simulated
  FROM core.stated_amount
  WHERE
    table_code = 'frame_by_year' AND part_code = 'BOTH' AND is_current
), span AS (
  SELECT
    opening.document_code,
    opening.board_code,
    opening.fiscal_year AS from_year,
    closing.fiscal_year AS to_year,
    opening.amount_sek AS opening_sek,
    closing.amount_sek AS closing_sek,
    opening.precision_sek,
    opening.is_simulated
  FROM frame AS opening
  JOIN frame AS closing
    ON closing.document_code = opening.document_code
    AND closing.board_code = opening.board_code
    AND closing.fiscal_year > opening.fiscal_year
), way AS (
  SELECT
    question_code,
    option_code,
    MIN(option_name) AS option_name,
    MIN(option_name_en) AS option_name_en,
    MAX(to_year) AS affected_year
  FROM seed.frame_reading_option
  GROUP BY
    question_code,
    option_code
), chosen AS (
  SELECT
    choice.reading_code,
    way.question_code,
    way.option_code,
    way.option_name,
    way.option_name_en,
    way.affected_year
  FROM seed.frame_reading_choice AS choice
  JOIN way
    ON way.question_code = choice.question_code AND way.option_code = choice.option_code
), span_reading AS (
  SELECT
    span.document_code,
    span.board_code,
    span.from_year,
    span.to_year,
    chosen.reading_code AS complete_reading_code,
    LISTAGG(chosen.option_code, '+'
    ORDER BY
      chosen.question_code) AS reading_code,
    LISTAGG(chosen.option_name, '; '
    ORDER BY
      chosen.question_code) AS reading_name,
    LISTAGG(chosen.option_name_en, '; '
    ORDER BY
      chosen.question_code) AS reading_name_en,
    COUNT(*) AS question_count
  FROM span
  JOIN chosen
    ON chosen.affected_year > span.from_year AND chosen.affected_year <= span.to_year
  GROUP BY
    span.document_code,
    span.board_code,
    span.from_year,
    span.to_year,
    chosen.reading_code
), distinct_reading AS (
  SELECT
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    reading_name,
    reading_name_en,
    question_count,
    MIN(complete_reading_code) AS complete_reading_code
  FROM span_reading
  GROUP BY
    document_code,
    board_code,
    from_year,
    to_year,
    reading_code,
    reading_name,
    reading_name_en,
    question_count
)
SELECT
  span.document_code::TEXT AS document_code,
  span.board_code::TEXT AS board_code,
  span.from_year::INT AS from_year,
  span.to_year::INT AS to_year,
  COALESCE(distinct_reading.reading_code, 'AS_STATED')::TEXT AS reading_code,
  COALESCE(distinct_reading.reading_name, 'Som texten står')::TEXT AS reading_name,
  COALESCE(distinct_reading.reading_name_en, 'As stated')::TEXT AS reading_name_en,
  distinct_reading.complete_reading_code::TEXT AS complete_reading_code,
  COALESCE(distinct_reading.question_count, 0)::INT AS question_count,
  span.opening_sek::DECIMAL(18, 2) AS opening_sek,
  span.closing_sek::DECIMAL(18, 2) AS closing_sek,
  span.precision_sek::DECIMAL(18, 2) AS precision_sek,
  span.is_simulated::BOOLEAN AS is_simulated
FROM span
LEFT JOIN distinct_reading
  ON distinct_reading.document_code = span.document_code
  AND distinct_reading.board_code = span.board_code
  AND distinct_reading.from_year = span.from_year
  AND distinct_reading.to_year = span.to_year

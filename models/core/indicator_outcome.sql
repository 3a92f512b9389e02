MODEL (
  name core.indicator_outcome,
  kind EMBEDDED,
  grain (indicator_code, organisation_code, period_start, period_kind_code, gender_code, is_simulated),
  description 'One row per outcome that is held against a target: those of the boards'' sheets, and those that the region has published of the plan''s indicators where no sheet gives them',
  column_descriptions (
    definition_version = 'as period_definition_version',
    organisation_code = 'as indicator_organisation',
    organisation_level = 'as indicator_organisation_level',
    fiscal_year = 'as period_year',
    value = 'own: Outcome in the indicator''s unit; empty is no measurement or too few to show, never zero',
    person_count = 'own: Persons behind the outcome; empty also where any figure of the same organisation and year is hidden, since they may count the same persons',
    is_too_few = 'own: True where the figures may not be shown; which of them are the small ones is not told',
    reported_status_text = 'own: Status as the board words it, or the colour that was published',
    reported_status = 'own: Status that it means; empty where none, or the word is not known',
    explanation_text = 'own: Explanation by the board; empty for published outcomes'
  )
);

WITH published AS (
  SELECT
    outcome.*,
    kind.period_kind_code,
    kind.month_count,
    definition.definition_version,
    definition.plan_indicator_code,
    board.organisation_level,
    ROW_NUMBER() OVER (
      PARTITION BY outcome.indicator_code, outcome.body_code, outcome.period_start, kind.period_kind_code
      ORDER BY CASE WHEN outcome.outcome_value IS NULL THEN 1 ELSE 0 END, outcome.indicator_id DESC
    ) AS place
  FROM core.published_outcome AS outcome
  JOIN seed.target_period_kind AS kind
    ON kind.period_kind_text = outcome.period_kind_text
  JOIN core.indicator_definition AS definition
    ON definition.indicator_code = outcome.indicator_code
    AND definition.is_simulated = outcome.is_simulated
    AND outcome.period_start BETWEEN definition.valid_from AND definition.valid_to
  JOIN seed.board AS board
    ON board.board_code = outcome.body_code
  WHERE
    NOT outcome.outcome_value IS NULL OR NOT outcome.status_text IS NULL
)
SELECT
  sheet.indicator_code::TEXT AS indicator_code,
  sheet.plan_indicator_code::TEXT AS plan_indicator_code,
  sheet.definition_version::INT AS definition_version,
  sheet.organisation_code::TEXT AS organisation_code,
  sheet.organisation_level::TEXT AS organisation_level,
  sheet.period_code::TEXT AS period_code,
  sheet.period_start::DATE AS period_start,
  sheet.period_kind_code::TEXT AS period_kind_code,
  sheet.fiscal_year::INT AS fiscal_year,
  sheet.gender_code::TEXT AS gender_code,
  sheet.value::DECIMAL(18, 6) AS value,
  sheet.unit_text::TEXT AS unit_text,
  sheet.person_count::BIGINT AS person_count,
  sheet.is_too_few::BOOLEAN AS is_too_few,
  sheet.reported_status_text::TEXT AS reported_status_text,
  sheet.reported_status::TEXT AS reported_status,
  sheet.explanation_text::TEXT AS explanation_text,
  sheet.is_simulated::BOOLEAN AS is_simulated,
  sheet.delivery_id::TEXT AS delivery_id,
  sheet.sheet::TEXT AS sheet,
  sheet.row_number::INT AS row_number
FROM core.indicator_value AS sheet
UNION ALL
SELECT
  published.indicator_code,
  published.plan_indicator_code,
  published.definition_version,
  published.body_code,
  published.organisation_level,
  published.fiscal_year::TEXT || CASE published.month_count
    WHEN 4
    THEN '-T' || CAST((
      EXTRACT(MONTH FROM published.period_start) + 3
    ) // 4 AS INT)::TEXT
    ELSE ''
  END,
  published.period_start,
  published.period_kind_code,
  published.fiscal_year,
  'T',
  published.outcome_value,
  published.unit_text,
  NULL,
  FALSE,
  published.status_text,
  published.reported_status,
  NULL,
  published.is_simulated,
  published.delivery_id,
  published.sheet,
  published.row_number
FROM published
LEFT JOIN core.indicator_value AS sheet
  ON sheet.indicator_code = published.indicator_code
  AND sheet.organisation_code = published.body_code
  AND sheet.period_start = published.period_start
  AND sheet.period_kind_code = published.period_kind_code
  AND sheet.gender_code = 'T'
  AND sheet.is_simulated = published.is_simulated
WHERE
  published.place = 1 AND sheet.indicator_code IS NULL

MODEL (
  name core.indicator_value,
  grain (indicator_code, organisation_code, period_start, period_kind_code, gender_code, is_simulated),
  tags (
    'delivered sums differ (value, forecast_value): values of few persons are not told'
  ),
  description 'One row per indicator, organisation, period and gender as now known; figures on fewer than five persons, and those that would give them back, are left out here and hence everywhere',
  column_descriptions (
    definition_version = 'as period_definition_version',
    organisation_code = 'as indicator_organisation',
    organisation_level = 'as indicator_organisation_level',
    fiscal_year = 'as period_year',
    value = 'own: Outcome in the indicator''s unit; empty is no measurement or too few to show, never zero',
    person_count = 'own: Persons behind the outcome; empty also where any figure of the same organisation and year is hidden, or is a share without its number, there or below, since they may count the same persons',
    is_too_few = 'own: True where the figures may not be shown; which of them are the small ones is not told',
    is_measured = 'own: True where an outcome is delivered, shown or not',
    reported_status = 'own: Status that the board reports; empty where none, or the word is not known',
    explanation_text = 'own: Explanation by the board; texts with a number in them are not shown where a figure of the indicator is hidden, in any year',
    forecast_value = 'own: Forecast of the full year by the board; empty where a figure of the indicator and year is hidden',
    is_forecast_delivered = 'True where a forecast is delivered, shown or not'
  ),
  audits (target_small_numbers_are_hidden, too_few_to_show)
);

WITH hidden_year AS (
  SELECT DISTINCT
    indicator_code,
    EXTRACT(YEAR FROM period_start) AS fiscal_year,
    is_simulated
  FROM core.indicator_cell_hidden
), hidden_indicator AS (
  SELECT DISTINCT
    indicator_code,
    is_simulated
  FROM core.indicator_cell_hidden
), defined AS (
  SELECT
    definition.indicator_code,
    definition.is_simulated,
    definition.plan_indicator_code,
    definition.definition_version,
    definition.valid_from,
    definition.valid_to,
    NOT hidden_indicator.indicator_code IS NULL AS has_hidden
  FROM core.indicator_definition AS definition
  LEFT JOIN hidden_indicator
    ON hidden_indicator.indicator_code = definition.indicator_code
    AND hidden_indicator.is_simulated = definition.is_simulated
), word AS (
  SELECT
    used.reported_status_text,
    known.status_code
  FROM (
    SELECT DISTINCT
      reported_status_text
    FROM staging.indicator_outcome
    WHERE
      NOT reported_status_text IS NULL
  ) AS used
  JOIN seed.target_status_word AS known
    ON @label_key(known.status_word) = @label_key(used.reported_status_text)
)
SELECT
  outcome.indicator_code::TEXT AS indicator_code,
  definition.plan_indicator_code::TEXT AS plan_indicator_code,
  definition.definition_version::INT AS definition_version,
  outcome.organisation_code::TEXT AS organisation_code,
  CASE WHEN board.board_code IS NULL THEN 'unit' ELSE board.organisation_level END::TEXT AS organisation_level,
  CASE kind.month_count
    WHEN 12
    THEN EXTRACT(YEAR FROM outcome.period_start)::TEXT
    WHEN 4
    THEN EXTRACT(YEAR FROM outcome.period_start)::TEXT || '-T' || CAST((
      EXTRACT(MONTH FROM outcome.period_start) + 3
    ) // 4 AS INT)::TEXT
    ELSE EXTRACT(YEAR FROM outcome.period_start)::TEXT || '-' || LPAD(EXTRACT(MONTH FROM outcome.period_start)::TEXT, 2, '0')
  END::TEXT AS period_code,
  outcome.period_start::DATE AS period_start,
  COALESCE(kind.period_kind_code, outcome.period_kind_text)::TEXT AS period_kind_code,
  EXTRACT(YEAR FROM outcome.period_start)::INT AS fiscal_year,
  outcome.gender_code::TEXT AS gender_code,
  CASE WHEN hidden.indicator_code IS NULL THEN outcome.value END::DECIMAL(18, 6) AS value,
  CASE WHEN hidden.indicator_code IS NULL THEN outcome.value_decimals END::INT AS value_decimals,
  outcome.unit_text::TEXT AS unit_text,
  CASE WHEN hidden_population.organisation_code IS NULL THEN outcome.person_count END::BIGINT AS person_count,
  (
    NOT hidden.indicator_code IS NULL
  )::BOOLEAN AS is_too_few,
  (
    NOT outcome.value IS NULL
  )::BOOLEAN AS is_measured,
  CASE
    WHEN NOT hidden.indicator_code IS NULL
    THEN NULL
    WHEN NOT definition.has_hidden
    THEN outcome.reported_status_text
    ELSE @text_without_numbers(outcome.reported_status_text)
  END::TEXT AS reported_status_text,
  CASE WHEN hidden.indicator_code IS NULL THEN word.status_code END::TEXT AS reported_status,
  @text_shown(outcome.trend_text, NOT hidden.indicator_code IS NULL, NOT definition.has_hidden)::TEXT AS trend_text,
  @text_shown(outcome.explanation_text, NOT hidden.indicator_code IS NULL, NOT definition.has_hidden)::TEXT AS explanation_text,
  CASE WHEN hidden_year.indicator_code IS NULL THEN outcome.forecast_value END::DECIMAL(18, 6) AS forecast_value,
  (
    NOT outcome.forecast_value IS NULL
  )::BOOLEAN AS is_forecast_delivered,
  @text_shown(outcome.proposed_action_text, NOT hidden.indicator_code IS NULL, NOT definition.has_hidden)::TEXT AS proposed_action_text,
  outcome.is_simulated::BOOLEAN AS is_simulated,
  outcome.delivery_id::TEXT AS delivery_id,
  outcome.sheet::TEXT AS sheet,
  outcome.row_number::INT AS row_number
FROM staging.indicator_outcome AS outcome
LEFT JOIN seed.target_period_kind AS kind
  ON kind.period_kind_text = outcome.period_kind_text
LEFT JOIN seed.board AS board
  ON board.board_code = outcome.organisation_code
LEFT JOIN word
  ON word.reported_status_text = outcome.reported_status_text
LEFT JOIN defined AS definition
  ON definition.indicator_code = outcome.indicator_code
  AND definition.is_simulated = outcome.is_simulated
  AND outcome.period_start BETWEEN definition.valid_from AND definition.valid_to
LEFT JOIN core.indicator_cell_hidden AS hidden
  ON hidden.indicator_code = outcome.indicator_code
  AND hidden.organisation_code = outcome.organisation_code
  AND hidden.period_start = outcome.period_start
  AND hidden.period_kind_text = outcome.period_kind_text
  AND hidden.gender_code = outcome.gender_code
  AND hidden.is_simulated = outcome.is_simulated
LEFT JOIN core.population_hidden AS hidden_population
  ON hidden_population.organisation_code = outcome.organisation_code
  AND hidden_population.is_simulated = outcome.is_simulated
  AND hidden_population.fiscal_year = EXTRACT(YEAR FROM outcome.period_start)
LEFT JOIN hidden_year
  ON hidden_year.indicator_code = outcome.indicator_code
  AND hidden_year.is_simulated = outcome.is_simulated
  AND hidden_year.fiscal_year = EXTRACT(YEAR FROM outcome.period_start)
LEFT JOIN core.indicator_superseded AS superseded
  ON superseded.delivery_id = outcome.delivery_id AND superseded.row_number = outcome.row_number
WHERE
  superseded.delivery_id IS NULL AND outcome.row_kind = 'data'

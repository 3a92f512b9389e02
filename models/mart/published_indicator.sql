MODEL (
  name mart.published_indicator,
  grain (
    indicator_id
  ),
  description 'One row per indicator, body and period that the region has published, with the colour it gave beside the status that outcome and the plan''s target give',
  column_descriptions (
    indicator_code = 'own: The plan''s indicator that it is; empty where the plan has none of the name',
    period_text = 'own: Period as printed or inferred',
    fiscal_year = 'as period_year',
    target_text = 'own: Target as the page prints it',
    target_value = 'own: The number in it; empty for words',
    plan_target_value = 'Target of the plan for the year; empty where it has none',
    is_target_as_planned = 'True where the printed target is the plan''s; empty where either is missing',
    value = 'own: The number in it; empty for words and where nothing is printed',
    unit = 'own: Unit printed with the outcome, else with its target',
    gap = 'own: Outcome less the plan''s target in the indicator''s unit and direction: positive is better',
    status_text = 'own: Colour or word as printed',
    reported_status = 'own: Status that the word means: green is met, yellow near, red not met; empty where it is none',
    computed_status = 'own: Status that the outcome and the plan''s target give; empty where the plan has no such indicator',
    computed_status_name = 'own: The same in Swedish',
    computed_status_name_en = 'own: The same in English',
    is_status_as_published = 'True where both statuses agree; empty where either is missing',
    is_certain = 'own: False where something was cut or is doubtful',
    note = 'own: A short note of our own',
    url = 'own: Address of the page'
  ),
  audits (
    not_null(columns := (indicator_name, body_code, source_title, url, delivery_id, row_number))
  )
);

SELECT
  outcome.indicator_id::TEXT AS indicator_id,
  outcome.indicator_name::TEXT AS indicator_name,
  outcome.indicator_code::TEXT AS indicator_code,
  outcome.body_code::TEXT AS body_code,
  outcome.period_text::TEXT AS period_text,
  outcome.fiscal_year::INT AS fiscal_year,
  outcome.target_text::TEXT AS target_text,
  outcome.target_value::DECIMAL(18, 6) AS target_value,
  achieved.target_value::DECIMAL(18, 6) AS plan_target_value,
  (
    outcome.target_value = achieved.target_value
  )::BOOLEAN AS is_target_as_planned,
  outcome.outcome_text::TEXT AS outcome_text,
  outcome.outcome_value::DECIMAL(18, 6) AS value,
  outcome.unit_text::TEXT AS unit,
  achieved.gap::DECIMAL(18, 6) AS gap,
  outcome.status_text::TEXT AS status_text,
  outcome.reported_status::TEXT AS reported_status,
  achieved.computed_status::TEXT AS computed_status,
  achieved.computed_status_name::TEXT AS computed_status_name,
  achieved.computed_status_name_en::TEXT AS computed_status_name_en,
  (
    outcome.reported_status = achieved.computed_status
  )::BOOLEAN AS is_status_as_published,
  outcome.better_direction::TEXT AS better_direction,
  outcome.target_other_years_text::TEXT AS target_other_years_text,
  outcome.is_certain::BOOLEAN AS is_certain,
  outcome.note::TEXT AS note,
  outcome.source_title::TEXT AS source_title,
  outcome.url::TEXT AS url,
  outcome.is_simulated::BOOLEAN AS is_simulated,
  outcome.delivery_id::TEXT AS delivery_id,
  outcome.sheet::TEXT AS sheet,
  outcome.row_number::INT AS row_number
FROM core.published_outcome AS outcome
LEFT JOIN mart.target_achievement AS achieved
  ON achieved.delivery_id = outcome.delivery_id
  AND achieved.row_number = outcome.row_number
  AND achieved.is_simulated = outcome.is_simulated

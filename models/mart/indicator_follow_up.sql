MODEL (
  name mart.indicator_follow_up,
  grain (indicator_code, organisation_code, period_code, is_simulated),
  description 'One row per indicator, organisation (region or board) and period: which of the seven parts of a follow-up are there, and which are missing by name',
  column_descriptions (
    organisation_code = 'as region_or_board',
    has_series = 'Time series: at least two periods with an outcome, shown or not',
    has_trend = 'Trend: a test that could be decided, of the definition that the period falls in',
    has_explanation = 'Explanation by the board',
    has_breakdown = 'Breakdown: an outcome of at least one part in the period, shown or not',
    has_national_comparison = 'National comparison: a Kolada value of the region and of the nation, of the period''s year or an earlier one',
    has_forecast = 'Full-year forecast, shown or not; a year''s outcome needs none',
    has_proposed_action = 'Proposed action',
    parts_missing = 'own: Missing parts by name, in Swedish; empty when all seven are there',
    trend_wording = 'own: What the computed trend allows to be said, in Swedish',
    trend_wording_en = 'own: The same in English',
    forecast_value = 'own: Forecast of the full year by the board',
    part_count = 'own: Parts below with a shown outcome in the period',
    is_newest = 'own: True for the newest period',
    delivery_id = 'as total_delivery',
    row_number = 'as total_row'
  )
);

@DEF(parts, ['series', 'trend', 'explanation', 'breakdown', 'national_comparison', 'forecast', 'proposed_action']);

WITH name AS (
  SELECT
    @EACH(@parts, part -> MAX(CASE WHEN part_code = @part THEN part_name END) AS @{part}),
    @EACH(@parts, part -> MAX(CASE WHEN part_code = @part THEN part_name_en END) AS @{part}_en)
  FROM seed.follow_up_part
), part AS (
  SELECT
    indicator_code,
    organisation_code,
    period_code,
    is_simulated,
    COUNT(part_value) AS part_count,
    COUNT(CASE WHEN is_too_few OR NOT part_value IS NULL THEN 1 END) AS delivered_count
  FROM mart.indicator_breakdown
  WHERE
    gender_code = 'T' AND part_organisation_code <> 'REST'
  GROUP BY
    indicator_code,
    organisation_code,
    period_code,
    is_simulated
), compared AS (
  SELECT
    kpi_code,
    is_simulated,
    MIN(fiscal_year) AS first_year
  FROM mart.national_comparison
  WHERE
    is_latest AND gender_code = 'T' AND NOT region_value IS NULL AND NOT nation_value IS NULL
  GROUP BY
    kpi_code,
    is_simulated
), held AS (
  SELECT
    outcome.*,
    COUNT(CASE WHEN outcome.is_measured THEN 1 END) OVER (
      PARTITION BY outcome.indicator_code, outcome.organisation_code, outcome.period_kind_code, outcome.is_simulated
    ) >= 2 AS has_series,
    COALESCE(trend.is_decided, FALSE) AS has_trend,
    NOT outcome.explanation_text IS NULL AS has_explanation,
    COALESCE(part.delivered_count, 0) > 0 AS has_breakdown,
    COALESCE(compared.first_year <= outcome.fiscal_year, FALSE) AS has_national_comparison,
    outcome.is_forecast_delivered OR (
      outcome.period_kind_code = 'YEAR' AND outcome.is_measured
    ) AS has_forecast,
    NOT outcome.proposed_action_text IS NULL AS has_proposed_action,
    COALESCE(part.part_count, 0) AS part_count,
    trend.wording AS trend_wording,
    trend.wording_en AS trend_wording_en
  FROM core.indicator_value AS outcome
  LEFT JOIN core.indicator_definition AS definition
    ON definition.indicator_code = outcome.indicator_code
    AND definition.is_simulated = outcome.is_simulated
    AND definition.definition_version = outcome.definition_version
  LEFT JOIN part
    ON part.indicator_code = outcome.indicator_code
    AND part.organisation_code = outcome.organisation_code
    AND part.period_code = outcome.period_code
    AND part.is_simulated = outcome.is_simulated
  LEFT JOIN compared
    ON compared.kpi_code = definition.kolada_kpi AND compared.is_simulated = outcome.is_simulated
  LEFT JOIN mart.indicator_trend AS trend
    ON trend.indicator_code = outcome.indicator_code
    AND trend.organisation_code = outcome.organisation_code
    AND trend.gender_code = outcome.gender_code
    AND trend.period_kind_code = outcome.period_kind_code
    AND trend.is_simulated = outcome.is_simulated
    AND trend.definition_version = outcome.definition_version
  WHERE
    outcome.gender_code = 'T' AND outcome.organisation_level <> 'unit'
)
SELECT
  held.indicator_code::TEXT AS indicator_code,
  held.organisation_code::TEXT AS organisation_code,
  held.period_code::TEXT AS period_code,
  held.has_series::BOOLEAN AS has_series,
  held.has_trend::BOOLEAN AS has_trend,
  held.has_explanation::BOOLEAN AS has_explanation,
  held.has_breakdown::BOOLEAN AS has_breakdown,
  held.has_national_comparison::BOOLEAN AS has_national_comparison,
  held.has_forecast::BOOLEAN AS has_forecast,
  held.has_proposed_action::BOOLEAN AS has_proposed_action,
  NULLIF(CONCAT_WS(', ', @EACH(@parts, part -> CASE WHEN NOT held.has_@{part} THEN name.@{part} END)), '')::TEXT AS parts_missing,
  NULLIF(CONCAT_WS(', ', @EACH(@parts, part -> CASE WHEN NOT held.has_@{part} THEN name.@{part}_en END)), '')::TEXT AS parts_missing_en,
  held.trend_text::TEXT AS trend_text,
  held.trend_wording::TEXT AS trend_wording,
  held.trend_wording_en::TEXT AS trend_wording_en,
  held.explanation_text::TEXT AS explanation_text,
  held.forecast_value::DECIMAL(18, 6) AS forecast_value,
  held.proposed_action_text::TEXT AS proposed_action_text,
  held.part_count::INT AS part_count,
  (
    held.period_start = MAX(held.period_start) OVER series
  )::BOOLEAN AS is_newest,
  held.is_simulated::BOOLEAN AS is_simulated,
  held.delivery_id::TEXT AS delivery_id,
  held.sheet::TEXT AS sheet,
  held.row_number::INT AS row_number
FROM held
CROSS JOIN name
WINDOW series AS (PARTITION BY held.indicator_code, held.organisation_code, held.period_kind_code, held.is_simulated)

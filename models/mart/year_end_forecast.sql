MODEL (
  name mart.year_end_forecast,
  grain (
    as_of_month,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated
  ),
  description 'One row per as-of month, organisation, cost type (or line), scope and method: where the year ends, with interval, track record and revision. Methods, levels, scopes and totals stand beside each other: choose one of each before summing (method_code or is_default, organisation_level, scope_code, is_total)',
  column_descriptions (
    organisation_name = 'own: Name of the organisation in the as-of month',
    board_code = 'as organisation_board',
    cost_type_code = 'as cost_type_or_line',
    is_total = 'own: True for a line that sums cost types: do not add it to them',
    scope_code = 'as line_scope',
    is_default = 'own: True for the combination, which reports use',
    fiscal_year = 'as forecast_year',
    forecast_sek = 'own: Forecast of the year in kronor, revenue + and cost −: the sum of the parts forecasts by unit and cost type; empty while a boards month is missing',
    p10_sek = 'Lower end of the 80 % interval from the backtests own errors in earlier years at the same level (region and boards together), by the same method after as many months, judged by the outcomes known when the forecast was made; net cost apart from the other lines, which have theirs together; widened where the organisation''s own errors were larger (interval_basis). As far below the forecast as p90_sek is above; empty where fewer than four such errors were known',
    p90_sek = 'Upper end of the 80 % interval. The ends of a total are from errors of totals, not sums of the parts ends',
    interval_error_count = 'Pooled errors that the interval stands on',
    interval_basis = 'What the interval stands on: pooled (every organisation of the level has the same share of its forecast) or both (widened by the organisation''s own record); never its own errors alone, which are too few',
    interval_basis_text = 'The same in words, in Swedish',
    interval_basis_text_en = 'The same in words, in English',
    interval_widening = 'How many times wider than the pooled interval, for the organisation''s own errors in earlier years; 1 where they were no larger',
    pooled_coverage_pct = 'Share of outcomes that fell inside such intervals in the backtest: the same line, method and level (region and boards together, not this organisation alone), after any of the months January to November. Far from 80 where the line is harder or easier to foresee than others',
    pooled_mape_pct = 'Mean absolute error of such forecasts in per cent (level, line, method, months of outcome): of all organisations of the level together',
    pooled_mase = 'Absolute errors of all organisations of the level against those of last years outcome as the forecast',
    pooled_bias_sek = 'Mean of forecast less outcome of all organisations of the level',
    own_interval_count = 'The organisation''s own forecasts of years that are over, after January to November, that had an interval',
    own_hit_count = 'Of them, those whose outcome fell inside',
    own_coverage_pct = 'The same in per cent; forecasts of one year go wrong together',
    own_year_count = 'Years that are over of which the organisation was forecast after as many months',
    own_mape_pct = 'Mean absolute error of them in per cent of the outcome',
    own_bias_sek = 'Mean of forecast less outcome of them: negative is too dark',
    deviation_sek = 'own: Forecast less budget: positive is better',
    prior_year_sek = 'own: Last years outcome as known then',
    revision_sek = 'Change since the forecast of the month before; empty where either is, see revision_missing_reason',
    submitted_sek = 'What the units had submitted by then; where one had not, the combination stands in',
    submitted_missing_count = 'Parts that were not submitted',
    submitted_mape_pct = 'The organisations own record: mean absolute error of its submitted forecasts after as many months',
    submitted_bias_sek = 'Mean of submitted less outcome: positive is too bright',
    submitted_year_count = 'Years in that record',
    is_complete = 'own: False where a board had not delivered every month of the year by then, or an amount that the forecast stands on has no cost type and may belong to the line',
    is_classified = 'own: False where an amount that the forecast stands on has no cost type and may belong to the line',
    known_on = 'own: Day whose knowledge the forecast stands on',
    revision_missing_reason = 'Why there is no change since the month before, in Swedish; empty where there is one',
    revision_missing_reason_en = 'The same in English'
  ),
  audits (month_forecast_is_sum_of_parts, month_forecast_knows_the_books, month_interval_is_ordered)
);

WITH line_coverage AS (
  SELECT
    CASE WHEN organisation_level = 'region' THEN 'board' ELSE organisation_level END AS interval_level,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated,
    @quotient(SUM(coverage_pct * interval_count), SUM(interval_count), 2) AS coverage_pct
  FROM mart.year_end_forecast_backtest
  WHERE
    month_number < 12
  GROUP BY
    CASE WHEN organisation_level = 'region' THEN 'board' ELSE organisation_level END,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated
)
SELECT
  line.as_of_month::DATE AS as_of_month,
  line.organisation_level::TEXT AS organisation_level,
  line.organisation_code::TEXT AS organisation_code,
  place.organisation_name::TEXT AS organisation_name,
  line.board_code::TEXT AS board_code,
  line.cost_type_code::TEXT AS cost_type_code,
  line.cost_type_name::TEXT AS cost_type_name,
  line.is_total::BOOLEAN AS is_total,
  line.scope_code::TEXT AS scope_code,
  line.method_code::TEXT AS method_code,
  method.is_default::BOOLEAN AS is_default,
  line.fiscal_year::INT AS fiscal_year,
  line.forecast_sek::DECIMAL(18, 2) AS forecast_sek,
  line.p10_sek::DECIMAL(18, 2) AS p10_sek,
  line.p90_sek::DECIMAL(18, 2) AS p90_sek,
  line.error_count::INT AS interval_error_count,
  line.interval_basis::TEXT AS interval_basis,
  basis.sentence_text::TEXT AS interval_basis_text,
  basis.sentence_text_en::TEXT AS interval_basis_text_en,
  line.widening::DECIMAL(9, 6) AS interval_widening,
  coverage.coverage_pct::DECIMAL(9, 2) AS pooled_coverage_pct,
  record.mape_pct::DECIMAL(18, 3) AS pooled_mape_pct,
  record.mase::DECIMAL(18, 3) AS pooled_mase,
  record.bias_sek::DECIMAL(18, 2) AS pooled_bias_sek,
  own_record.own_interval_count::INT AS own_interval_count,
  own_record.own_hit_count::INT AS own_hit_count,
  @quotient(100 * own_record.own_hit_count, own_record.own_interval_count, 2)::DECIMAL(9, 2) AS own_coverage_pct,
  own_record.own_year_count::INT AS own_year_count,
  own_record.own_mape_pct::DECIMAL(18, 3) AS own_mape_pct,
  own_record.own_bias_sek::DECIMAL(18, 2) AS own_bias_sek,
  line.ytd_sek::DECIMAL(18, 2) AS ytd_sek,
  line.budget_year_sek::DECIMAL(18, 2) AS budget_year_sek,
  line.deviation_sek::DECIMAL(18, 2) AS deviation_sek,
  line.year_1_sek::DECIMAL(18, 2) AS prior_year_sek,
  line.revision_sek::DECIMAL(18, 2) AS revision_sek,
  submitted.forecast_sek::DECIMAL(18, 2) AS submitted_sek,
  submitted.fallback_count::INT AS submitted_missing_count,
  submitted_record.own_mape_pct::DECIMAL(18, 3) AS submitted_mape_pct,
  submitted_record.own_bias_sek::DECIMAL(18, 2) AS submitted_bias_sek,
  submitted_record.own_year_count::INT AS submitted_year_count,
  line.actual_year_sek::DECIMAL(18, 2) AS actual_year_sek,
  line.part_count::INT AS part_count,
  line.fallback_count::INT AS fallback_count,
  line.is_complete::BOOLEAN AS is_complete,
  line.is_classified::BOOLEAN AS is_classified,
  line.reported_on::DATE AS known_on,
  line.is_simulated::BOOLEAN AS is_simulated,
  reason.sentence_text::TEXT AS revision_missing_reason,
  reason.sentence_text_en::TEXT AS revision_missing_reason_en
FROM core.forecast_revised AS line
JOIN seed.forecast_method AS method
  ON method.method_code = line.method_code
LEFT JOIN core.organisation_span AS place
  ON place.organisation_basis = 'as_was'
  AND place.organisation_level = line.organisation_level
  AND place.organisation_code = line.organisation_code
  AND line.as_of_month >= place.month_from
  AND line.as_of_month < place.month_until
LEFT JOIN core.forecast_own_record AS own_record
  ON own_record.organisation_level = line.organisation_level
  AND own_record.organisation_code = line.organisation_code
  AND own_record.cost_type_code = line.cost_type_code
  AND own_record.scope_code = line.scope_code
  AND own_record.method_code = line.method_code
  AND own_record.month_number = line.month_number
  AND own_record.is_simulated = line.is_simulated
LEFT JOIN mart.year_end_forecast_backtest AS record
  ON record.organisation_level = line.organisation_level
  AND record.cost_type_code = line.cost_type_code
  AND record.scope_code = line.scope_code
  AND record.month_number = line.month_number
  AND record.method_code = line.method_code
  AND record.is_simulated = line.is_simulated
LEFT JOIN line_coverage AS coverage
  ON coverage.interval_level = CASE WHEN line.organisation_level = 'region' THEN 'board' ELSE line.organisation_level END
  AND coverage.cost_type_code = line.cost_type_code
  AND coverage.scope_code = line.scope_code
  AND coverage.method_code = line.method_code
  AND coverage.is_simulated = line.is_simulated
LEFT JOIN core.forecast_line AS submitted
  ON submitted.as_of_month = line.as_of_month
  AND submitted.organisation_level = line.organisation_level
  AND submitted.organisation_code = line.organisation_code
  AND submitted.cost_type_code = line.cost_type_code
  AND submitted.scope_code = line.scope_code
  AND submitted.is_simulated = line.is_simulated
  AND submitted.method_code = 'submitted'
  AND submitted.fallback_count < submitted.part_count
LEFT JOIN core.forecast_own_record AS submitted_record
  ON submitted_record.organisation_level = line.organisation_level
  AND submitted_record.organisation_code = line.organisation_code
  AND submitted_record.cost_type_code = line.cost_type_code
  AND submitted_record.scope_code = line.scope_code
  AND submitted_record.month_number = line.month_number
  AND submitted_record.is_simulated = line.is_simulated
  AND submitted_record.method_code = 'submitted'
LEFT JOIN seed.sentence AS basis
  ON basis.sentence_code = 'interval_' || line.interval_basis
LEFT JOIN seed.sentence AS reason
  ON reason.sentence_code = 'revision_' || line.revision_missing_code

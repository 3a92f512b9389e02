MODEL (
  name core.forecast_ranged,
  kind EMBEDDED,
  grain (
    as_of_month,
    organisation_level,
    organisation_code,
    cost_type_code,
    scope_code,
    method_code,
    is_simulated
  ),
  description 'One row per forecast of core.forecast_line with its 80 % interval',
  column_descriptions (
    fiscal_year = 'as forecast_year',
    month_number = 'as months_of_outcome',
    board_code = 'as organisation_board',
    cost_type_code = 'as cost_type_or_line',
    scope_code = 'as line_scope',
    half_interval_sek = 'Half the interval in kronor: the pooled share of the forecast, widened by the own record; empty without one'
  ),
  tags (
    'working'
  )
);

SELECT
  line.as_of_month::DATE AS as_of_month,
  line.reported_on::DATE AS reported_on,
  line.month_number::INT AS month_number,
  line.fiscal_year::INT AS fiscal_year,
  line.organisation_level::TEXT AS organisation_level,
  line.organisation_code::TEXT AS organisation_code,
  line.board_code::TEXT AS board_code,
  line.cost_type_code::TEXT AS cost_type_code,
  named.cost_type_name::TEXT AS cost_type_name,
  named.is_total::BOOLEAN AS is_total,
  line.scope_code::TEXT AS scope_code,
  line.method_code::TEXT AS method_code,
  line.forecast_sek::DECIMAL(18, 2) AS forecast_sek,
  @half_interval(line.forecast_sek, range.half_share, own.widening)::DECIMAL(18, 2) AS half_interval_sek,
  range.half_share::DECIMAL(18, 9) AS half_share,
  range.error_count::INT AS error_count,
  own.widening::DECIMAL(9, 6) AS widening,
  line.ytd_sek::DECIMAL(18, 2) AS ytd_sek,
  line.budget_year_sek::DECIMAL(18, 2) AS budget_year_sek,
  line.year_1_sek::DECIMAL(18, 2) AS year_1_sek,
  line.actual_year_sek::DECIMAL(18, 2) AS actual_year_sek,
  line.part_count::INT AS part_count,
  line.fallback_count::INT AS fallback_count,
  line.is_complete::BOOLEAN AS is_complete,
  line.is_classified::BOOLEAN AS is_classified,
  line.is_simulated::BOOLEAN AS is_simulated
FROM core.forecast_line AS line
JOIN seed.cost_type_line AS named
  ON named.cost_type_code = line.cost_type_code
LEFT JOIN core.forecast_interval AS range
  ON range.fiscal_year = line.fiscal_year
  AND range.organisation_level = line.organisation_level
  AND range.interval_class = named.interval_class
  AND range.method_code = line.method_code
  AND range.month_number = line.month_number
  AND range.is_simulated = line.is_simulated
LEFT JOIN core.forecast_widening AS own
  ON own.fiscal_year = line.fiscal_year
  AND own.organisation_level = line.organisation_level
  AND own.organisation_code = line.organisation_code
  AND own.interval_class = named.interval_class
  AND own.method_code = line.method_code
  AND own.month_number = line.month_number
  AND own.is_simulated = line.is_simulated

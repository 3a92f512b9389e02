MODEL (
  name core.cost_series_month,
  kind EMBEDDED,
  grain (series_number, month),
  description 'One row per series of core.cost_series and month between the first and the newest of the ledger: what the month and the same month last year sum to, and how much of both is known',
  column_descriptions (
    month_index = 'own: Year × 12 + month − 1: months that add and compare',
    actual_sek = 'own: Booked in kronor; 0 where the month is delivered and nothing is booked, empty where it is not known',
    item_sek = 'own: Of the actual, items affecting comparability',
    year_end_sek = 'own: Of the actual, postings of the year''s closing; empty where none has come',
    year_end_count = 'own: Boards whose closing of the year has come in the month',
    unclassified_sek = 'own: Kronor without a cost type that may belong to the line',
    delivered_count = '1 where the amount is known and whole, else 0',
    missing_count = 'own: Boards whose month is missing',
    budget_count = '1 where the year has a budget, else 0',
    budget_missing_count = 'own: Budget cells without an amount',
    priced_count = '1 where the year has a price index, else 0',
    prior_sek = 'The month last year; empty where the code was another organisation''s then',
    prior_priced_sek = 'The same in this year''s prices',
    prior_item_sek = 'Of it, items affecting comparability',
    prior_item_priced_sek = 'The same in this year''s prices',
    prior_unclassified_sek = 'Kronor without a cost type in the month last year',
    prior_delivered_count = '1 where the month last year is known and whole, else 0',
    least_sign = 'Least sign (−1 or 1) of the amounts of the series',
    greatest_sign = 'Greatest sign alike: another than the least where the sign flips'
  ),
  tags (
    'working'
  )
);

WITH line AS (
  SELECT
    series.series_number,
    cost.month,
    cost.actual_sek,
    cost.budget_sek,
    cost.budget_missing_count,
    cost.item_sek,
    cost.year_end_sek,
    cost.unknown_count,
    cost.unclassified_sek
  FROM core.cost_line AS cost
  JOIN core.cost_series AS series
    ON series.organisation_basis = cost.organisation_basis
    AND series.organisation_level = cost.organisation_level
    AND series.organisation_code = cost.organisation_code
    AND series.cost_type_code = cost.cost_type_code
    AND series.scope_code = cost.scope_code
    AND series.is_simulated = cost.is_simulated
), dense AS (
  SELECT
    series.series_number,
    delivered.month_index - 12 >= COALESCE(series.begins_index, 0) AS has_own_past,
    delivered.month,
    delivered.month_index,
    delivered.fiscal_year,
    delivered.month_number,
    delivered.missing_count,
    delivered.year_end_count,
    delivered.has_budget AS budget_count,
    CASE
      WHEN delivered.missing_count = 0
      AND COALESCE(line.unknown_count, 0) = 0
      AND COALESCE(line.unclassified_sek, 0) = 0
      THEN 1
      ELSE 0
    END AS delivered_count,
    COALESCE(line.unclassified_sek, 0) AS unclassified_sek,
    CASE
      WHEN line.unknown_count > 0
      THEN NULL
      WHEN line.unclassified_sek > 0
      THEN line.actual_sek
      WHEN delivered.missing_count = 0
      THEN COALESCE(line.actual_sek, 0)
      ELSE line.actual_sek
    END AS actual_sek,
    line.budget_sek,
    COALESCE(line.budget_missing_count, 0) AS budget_missing_count,
    CASE WHEN delivered.missing_count = 0 THEN COALESCE(line.item_sek, 0) ELSE line.item_sek END AS item_sek,
    CASE
      WHEN delivered.year_end_count > 0 OR line.year_end_sek <> 0
      THEN COALESCE(line.year_end_sek, 0)
    END AS year_end_sek,
    1 + price.change_percent * 0.01 AS price_factor
  FROM core.cost_series AS series
  JOIN core.organisation_span AS span
    ON span.organisation_basis = series.organisation_basis
    AND span.organisation_level = series.organisation_level
    AND span.organisation_code = series.organisation_code
  JOIN core.cost_month_delivered AS delivered
    ON delivered.board_code = span.board_code
    AND delivered.month >= span.month_from
    AND delivered.month < span.month_until
  LEFT JOIN core.price_index AS price
    ON price.index_code = series.index_code AND price.fiscal_year = delivered.fiscal_year AND price.is_latest
  LEFT JOIN line
    ON line.series_number = series.series_number AND line.month = delivered.month
), with_prior AS (
  SELECT
    dense.*,
    CASE WHEN has_own_past THEN MAX(actual_sek) OVER year_before END AS prior_sek,
    CASE WHEN has_own_past THEN MAX(item_sek) OVER year_before END AS prior_item_sek,
    MAX(unclassified_sek) OVER year_before AS prior_unclassified_sek,
    CASE WHEN has_own_past THEN MAX(delivered_count) OVER year_before END AS prior_delivered_count,
    MIN(NULLIF(SIGN(actual_sek), 0)) OVER (PARTITION BY series_number) AS least_sign,
    MAX(NULLIF(SIGN(actual_sek), 0)) OVER (PARTITION BY series_number) AS greatest_sign
  FROM dense
  WINDOW year_before AS (PARTITION BY series_number ORDER BY month_index RANGE BETWEEN 12 PRECEDING AND 12 PRECEDING)
)
SELECT
  series_number::INT AS series_number,
  month::DATE AS month,
  month_index::INT AS month_index,
  fiscal_year::INT AS fiscal_year,
  month_number::INT AS month_number,
  actual_sek::DECIMAL(18, 2) AS actual_sek,
  item_sek::DECIMAL(18, 2) AS item_sek,
  year_end_sek::DECIMAL(18, 2) AS year_end_sek,
  year_end_count::INT AS year_end_count,
  unclassified_sek::DECIMAL(18, 2) AS unclassified_sek,
  delivered_count::INT AS delivered_count,
  missing_count::INT AS missing_count,
  budget_sek::DECIMAL(18, 2) AS budget_sek,
  budget_count::INT AS budget_count,
  budget_missing_count::INT AS budget_missing_count,
  CASE WHEN price_factor IS NULL THEN 0 ELSE 1 END::INT AS priced_count,
  prior_sek::DECIMAL(18, 2) AS prior_sek,
  @product(prior_sek, price_factor)::DECIMAL(18, 2) AS prior_priced_sek,
  prior_item_sek::DECIMAL(18, 2) AS prior_item_sek,
  @product(prior_item_sek, price_factor)::DECIMAL(18, 2) AS prior_item_priced_sek,
  COALESCE(prior_unclassified_sek, 0)::DECIMAL(18, 2) AS prior_unclassified_sek,
  COALESCE(prior_delivered_count, 0)::INT AS prior_delivered_count,
  least_sign::INT AS least_sign,
  greatest_sign::INT AS greatest_sign
FROM with_prior

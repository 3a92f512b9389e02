MODEL (
  name core.slice_account_price,
  grain (account_code, fiscal_year, is_simulated),
  description 'One row per account that some slice names and year of its months: the price level that the one-series methods deflate with',
  column_descriptions (
    fiscal_year = 'own: Year; its level serves all its months, nothing is interpolated',
    index_code = 'own: Price index: the cost type''s in seeds/register/cost_type_line.csv; for own staff the one without pension effect',
    is_on_cost = 'own: True where the year''s on-cost rate (PO) relative to the first year''s lies on top',
    price_level = 'Price level relative to the first year of the months; empty from a year on whose index or rate is not delivered'
  ),
  audits (not_null(columns := (
      index_code
  )), price_level_is_positive)
);

WITH RECURSIVE booked AS (
  SELECT DISTINCT
    account_code,
    EXTRACT(YEAR FROM month)::INT AS fiscal_year,
    is_simulated
  FROM core.slice_account_month
), account_year AS (
  SELECT
    booked.account_code,
    booked.fiscal_year,
    booked.is_simulated,
    account.is_on_cost,
    CASE WHEN cost_type.has_on_cost THEN constant_po.index_code ELSE line.index_code END AS index_code
  FROM booked
  JOIN core.account AS account
    ON account.account_code = booked.account_code AND account.is_simulated = booked.is_simulated
  JOIN seed.cost_type AS cost_type
    ON cost_type.cost_type_code = account.cost_type_code
  JOIN seed.cost_type_line AS line
    ON line.cost_type_code = account.cost_type_code
  JOIN seed.cost_type_line AS constant_po
    ON constant_po.sums = 'on_cost'
), changed AS (
  SELECT
    account_year.*,
    MIN(account_year.fiscal_year) OVER (PARTITION BY account_year.is_simulated) AS first_year,
    price.change_percent,
    rate.rate_percent
  FROM account_year
  LEFT JOIN core.price_index AS price
    ON price.index_code = account_year.index_code
    AND price.fiscal_year = account_year.fiscal_year
    AND price.is_latest
    AND price.is_simulated = account_year.is_simulated
  LEFT JOIN core.po_rate AS rate
    ON rate.fiscal_year = account_year.fiscal_year AND rate.is_simulated = account_year.is_simulated
), numbered AS (
  SELECT
    changed.*,
    CASE WHEN fiscal_year > first_year THEN 1 + change_percent * 0.01 ELSE 1 END AS change_factor,
    ROW_NUMBER() OVER so_far AS year_number,
    FIRST_VALUE(rate_percent) OVER so_far AS first_rate_percent
  FROM changed
  WINDOW so_far AS (
    PARTITION BY account_code, is_simulated
    ORDER BY fiscal_year
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
), chained AS (
  SELECT
    account_code,
    is_simulated,
    year_number,
    change_factor::DECIMAL(18, 12) AS index_level
  FROM numbered
  WHERE
    year_number = 1
  UNION ALL
  SELECT
    numbered.account_code,
    numbered.is_simulated,
    numbered.year_number,
    CAST(chained.index_level * numbered.change_factor AS DECIMAL(18, 12))
  FROM chained
  JOIN numbered
    ON numbered.account_code = chained.account_code
    AND numbered.is_simulated = chained.is_simulated
    AND numbered.year_number = chained.year_number + 1
)
SELECT
  numbered.account_code::TEXT AS account_code,
  numbered.fiscal_year::INT AS fiscal_year,
  numbered.index_code::TEXT AS index_code,
  numbered.is_on_cost::BOOLEAN AS is_on_cost,
  (
    chained.index_level::DECIMAL(38, 9) * CASE
      WHEN numbered.is_on_cost
      THEN @quotient(numbered.rate_percent, numbered.first_rate_percent, 9)::DECIMAL(18, 9)
      ELSE 1
    END
  )::DECIMAL(18, 9) AS price_level,
  numbered.is_simulated::BOOLEAN AS is_simulated
FROM numbered
JOIN chained
  ON chained.account_code = numbered.account_code
  AND chained.is_simulated = numbered.is_simulated
  AND chained.year_number = numbered.year_number

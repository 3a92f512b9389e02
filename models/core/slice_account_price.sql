MODEL (
  name core.slice_account_price,
  grain (account_code, fiscal_year, is_simulated),
  description 'One row per account that some slice names and year of its months: the price level that the one-series methods deflate with',
  column_descriptions (
    fiscal_year = 'own: Year; its level serves all its months, nothing is interpolated',
    index_code = 'own: Price index: the cost type''s in seeds/month_line.csv; for own staff the one without pension effect',
    is_on_cost = 'own: True where the year''s on-cost rate (PO) relative to the first year''s lies on top',
    price_level = 'Price level relative to the first year of the months; empty from a year on whose index or rate is not delivered'
  ),
  audits (not_null(columns := (
      index_code
  )), price_level_is_positive)
);

WITH booked AS (
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
    CASE WHEN account.cost_type_code = 'PERSONNEL' THEN constant_po.index_code ELSE line.index_code END AS index_code
  FROM booked
  JOIN core.account AS account
    ON account.account_code = booked.account_code AND account.is_simulated = booked.is_simulated
  JOIN seed.month_line AS line
    ON line.cost_type_code = account.cost_type_code
  JOIN seed.month_line AS constant_po
    ON constant_po.cost_type_code = 'PERSONNEL_CONSTANT_PO'
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
), chained AS (
  SELECT
    changed.*,
    SUM(CASE WHEN fiscal_year > first_year THEN LN(1 + change_percent / 100) ELSE 0 END) OVER so_far AS log_level,
    MAX(CASE WHEN fiscal_year > first_year AND change_percent IS NULL THEN 1 ELSE 0 END) OVER so_far AS is_index_missing,
    FIRST_VALUE(rate_percent) OVER so_far AS first_rate_percent
  FROM changed
  WINDOW so_far AS (
    PARTITION BY account_code, is_simulated
    ORDER BY fiscal_year
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
)
SELECT
  account_code::TEXT AS account_code,
  fiscal_year::INT AS fiscal_year,
  index_code::TEXT AS index_code,
  is_on_cost::BOOLEAN AS is_on_cost,
  CASE
    WHEN is_index_missing = 0
    THEN EXP(log_level)::DECIMAL(18, 9) * CASE WHEN is_on_cost THEN CAST(rate_percent / first_rate_percent AS DECIMAL(18, 9)) ELSE 1 END
  END::DECIMAL(18, 9) AS price_level,
  is_simulated::BOOLEAN AS is_simulated
FROM chained

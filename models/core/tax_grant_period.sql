MODEL (
  name core.tax_grant_period,
  grain (period_kind, month, is_simulated),
  description 'One row per kind of period and last month of it: the sum of tax and general grants, last year''s, and the growth; empty where a month lacks an item that other months have',
  column_descriptions (
    month = 'as last_month_of_period',
    with_sek = 'Tax and general grants with the pharmaceuticals grant',
    without_sek = 'Tax and general grants without the pharmaceuticals grant',
    with_before_sek = 'With it, last year; empty where a month is not known',
    without_before_sek = 'Without it, last year; empty where a month is not known',
    with_growth_pct = 'Growth in per cent with it',
    without_growth_pct = 'Growth in per cent without it'
  ),
  tags (
    'working'
  )
);

WITH known AS (
  SELECT
    is_simulated,
    COUNT(DISTINCT item_code) AS with_count,
    COUNT(DISTINCT CASE WHEN item_code <> 'PHARMA_GRANT' THEN item_code END) AS without_count
  FROM core.tax_grant
  GROUP BY
    is_simulated
), tax_month AS (
  SELECT
    calendar.month,
    calendar.month_index,
    calendar.fiscal_year,
    calendar.month_number,
    tax.is_simulated,
    CASE
      WHEN COUNT(CASE WHEN tax.item_code <> 'PHARMA_GRANT' THEN tax.amount_sek END) = MAX(known.without_count)
      THEN SUM(CASE WHEN tax.item_code <> 'PHARMA_GRANT' THEN tax.amount_sek END)
    END AS without_sek,
    CASE WHEN COUNT(tax.amount_sek) = MAX(known.with_count) THEN SUM(tax.amount_sek) END AS with_sek
  FROM core.tax_grant AS tax
  JOIN known
    ON known.is_simulated = tax.is_simulated
  JOIN seed.calendar AS calendar
    ON calendar.month = tax.month
  GROUP BY
    calendar.month,
    calendar.month_index,
    calendar.fiscal_year,
    calendar.month_number,
    tax.is_simulated
), tax_period AS (
  SELECT
    month,
    month_index,
    is_simulated,
    'month' AS period_kind,
    without_sek,
    with_sek
  FROM tax_month
  UNION ALL
  SELECT
    month,
    month_index,
    is_simulated,
    'ytd',
    CASE WHEN COUNT(without_sek) OVER ytd = month_number THEN SUM(without_sek) OVER ytd END,
    CASE WHEN COUNT(with_sek) OVER ytd = month_number THEN SUM(with_sek) OVER ytd END
  FROM tax_month
  WINDOW ytd AS (
    PARTITION BY is_simulated, fiscal_year
    ORDER BY month_index
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
  UNION ALL
  SELECT
    month,
    month_index,
    is_simulated,
    'rolling_12',
    CASE WHEN COUNT(without_sek) OVER twelve = 12 THEN SUM(without_sek) OVER twelve END,
    CASE WHEN COUNT(with_sek) OVER twelve = 12 THEN SUM(with_sek) OVER twelve END
  FROM tax_month
  WINDOW twelve AS (PARTITION BY is_simulated ORDER BY month_index RANGE BETWEEN 11 PRECEDING AND CURRENT ROW)
)
SELECT
  this.period_kind::TEXT AS period_kind,
  this.month::DATE AS month,
  this.with_sek::DECIMAL(18, 2) AS with_sek,
  this.without_sek::DECIMAL(18, 2) AS without_sek,
  before.with_sek::DECIMAL(18, 2) AS with_before_sek,
  before.without_sek::DECIMAL(18, 2) AS without_before_sek,
  @quotient(100 * (
    this.with_sek - before.with_sek
  ), before.with_sek, 6)::DECIMAL(18, 6) AS with_growth_pct,
  @quotient(100 * (
    this.without_sek - before.without_sek
  ), before.without_sek, 6)::DECIMAL(18, 6) AS without_growth_pct,
  this.is_simulated::BOOLEAN AS is_simulated
FROM tax_period AS this
LEFT JOIN tax_period AS before
  ON before.month_index = this.month_index - 12
  AND before.period_kind = this.period_kind
  AND before.is_simulated = this.is_simulated

MODEL (
  name core.po_rate,
  kind FULL,
  owner controlling,
  grain (fiscal_year),
  description 'One row per year: the employer on-cost rate, all components together',
  column_descriptions (
    fiscal_year = 'Year',
    rate_percent = 'Rate on wages in per cent',
    component_count = 'Components that were delivered',
    delivery_id = 'Delivery that the row came with',
    is_simulated = 'True for rows of the simulated region'
  ),
  audits (
    unique_combination_of_columns(columns := (fiscal_year)),
    not_null(columns := (fiscal_year))
  )
);

SELECT
  rate.fiscal_year::INTEGER AS fiscal_year,
  SUM(rate.rate_percent)::DECIMAL(9, 4) AS rate_percent,
  COUNT(*)::INTEGER AS component_count,
  MIN(rate.delivery_id)::TEXT AS delivery_id,
  BOOL_OR(delivery.is_simulated)::BOOLEAN AS is_simulated
FROM staging.po_rate AS rate
JOIN core.delivery AS delivery
  ON delivery.delivery_id = rate.delivery_id AND delivery.is_current
WHERE rate.row_kind = 'data'
GROUP BY rate.fiscal_year

MODEL (
  name core.po_rate,
  grain (
    fiscal_year
  ),
  tags (
    'delivered rows differ: the parts of a year are summed'
  ),
  description 'One row per year: the employer on-cost rate, all components together',
  column_descriptions (
    component_count = 'Components that were delivered'
  )
);

SELECT
  rate.fiscal_year::INT AS fiscal_year,
  SUM(rate.rate_percent)::DECIMAL(9, 4) AS rate_percent,
  COUNT(*)::INT AS component_count,
  MIN(rate.delivery_id)::TEXT AS delivery_id,
  BOOL_OR(delivery.is_simulated::BOOLEAN)::BOOLEAN AS is_simulated
FROM staging.po_rate AS rate
JOIN core.delivery AS delivery
  ON delivery.delivery_id = rate.delivery_id AND delivery.is_current
WHERE
  rate.row_kind = 'data'
GROUP BY
  rate.fiscal_year

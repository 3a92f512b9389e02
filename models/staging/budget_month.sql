MODEL (
  name staging.budget_month,
  kind VIEW,
  grain (delivery_id, cell),
  tags (
    'delivered sums differ (amount): only kronor are kept, each cell in the unit of its header'
  ),
  description 'One row per budget cell: unit, cost type and month, with the printed subtotals and totals',
  column_descriptions (
    cell = 'own: Cell of the workbook; of a text file its line and column, as 12:Mars',
    cost_type_label = 'own: Cost type as printed; empty on subtotals and totals',
    cost_type_code = 'own: Cost type; empty where the label is not known',
    month_number = 'own: Month of the year, 1–12; empty for the years column',
    amount_sek = 'own: Amount in kronor, revenue + and cost −; empty where no budget is stated'
  ),
  audits (
    row_count_matches_lake(lake_table := lake.budget_month),
    unit_is_known(amount := amount_sek, delivered := amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.unit_code::TEXT AS unit_code,
  source.unit_name::TEXT AS unit_name,
  source.cost_type_label::TEXT AS cost_type_label,
  label.code::TEXT AS cost_type_code,
  source.fiscal_year::INT AS fiscal_year,
  source.board_code::TEXT AS board_code,
  source.version_label::TEXT AS version_label,
  source.month_number::SMALLINT AS month_number,
  source.column_name::TEXT AS column_name,
  source.column_kind::TEXT AS column_kind,
  COALESCE(source.cell, source.row_number::TEXT || ':' || source.column_name)::TEXT AS cell,
  @to_sek(source.amount, money.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(money.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount_text::TEXT AS amount_text,
  money.unit_code::TEXT AS amount_unit_code
FROM lake.budget_month AS source
LEFT JOIN seed.unit AS money
  ON money.unit_code = LOWER(source.amount_unit)
LEFT JOIN seed.label AS label
  ON label.label_kind = 'cost_type' AND @label_key(label.label) = @label_key(source.cost_type_label)

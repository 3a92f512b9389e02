MODEL (
  name staging.planning_condition,
  kind VIEW,
  owner controlling,
  grain (delivery_id, row_number),
  description 'One row per planning condition',
  column_descriptions (
    delivery_id = 'Delivery that the row came with',
    sheet = 'Sheet of the workbook; empty for text files',
    row_number = 'Line of the text file or row of the sheet, from 1',
    row_kind = 'data, subtotal or total as printed',
    planning_year_from = 'First year of the document''s plan',
    planning_year_to = 'Last year of the document''s plan',
    body_text = 'Administration or body as printed',
    heading_text = 'Question or heading as printed',
    subheading_text = 'Subheading as printed',
    condition_text = 'Bullet or paragraph verbatim',
    effective_text = 'Date it takes effect, as printed',
    duration_years = 'Years that the amount covers',
    approximate_text = 'Word that makes the amount approximate',
    source_line = 'First line of the source document''s text',
    source_line_to = 'Last line of the source document''s text',
    amount_sek = 'Amount in kronor, revenue + and cost −',
    precision_sek = 'Stated precision in kronor: the unit × 10 to the power of −decimals',
    amount_delivered = 'Amount as delivered: delivered unit and sign',
    amount_text = 'Amount as delivered',
    unit_code = 'Unit as delivered: kr, tkr or mkr',
    compared_amount_sek = 'Amount that the text compares with, in kronor, cost −',
    compared_precision_sek = 'Its stated precision in kronor',
    compared_amount_delivered = 'Amount compared with: delivered unit and sign',
    compared_amount_text = 'Amount compared with, as delivered',
    compared_amount_unit_code = 'Its unit as delivered'
  ),
  audits (
    unique_combination_of_columns(columns := (delivery_id, row_number)),
    not_null(columns := (delivery_id, row_number)),
    row_count_matches_lake(lake_table := lake.planning_condition),
    unit_is_known(amount := amount_sek, delivered := amount_text),
    unit_is_known(amount := compared_amount_sek, delivered := compared_amount_text)
  )
);

SELECT
  source.delivery_id::TEXT AS delivery_id,
  source.sheet::TEXT AS sheet,
  source.row_number::INT AS row_number,
  source.row_kind::TEXT AS row_kind,
  source.planning_year_from::INT AS planning_year_from,
  source.planning_year_to::INT AS planning_year_to,
  source.body_text::TEXT AS body_text,
  source.heading_text::TEXT AS heading_text,
  source.subheading_text::TEXT AS subheading_text,
  source.condition_text::TEXT AS condition_text,
  source.effective_text::TEXT AS effective_text,
  source.duration_years::INT AS duration_years,
  source.is_approximate::TEXT AS approximate_text,
  source.source_line::INT AS source_line,
  source.source_line_to::INT AS source_line_to,
  @to_sek(source.amount, amount_unit.factor, source.amount_sign)::DECIMAL(18, 2) AS amount_sek,
  @to_precision(amount_unit.factor, source.amount_decimals)::DECIMAL(18, 2) AS precision_sek,
  source.amount::DECIMAL(18, 4) AS amount_delivered,
  source.amount_text::TEXT AS amount_text,
  amount_unit.unit_code::TEXT AS unit_code,
  @to_sek(source.compared_amount, compared_amount_unit.factor, source.compared_amount_sign)::DECIMAL(18, 2) AS compared_amount_sek,
  @to_precision(compared_amount_unit.factor, source.compared_amount_decimals)::DECIMAL(18, 2) AS compared_precision_sek,
  source.compared_amount::DECIMAL(18, 4) AS compared_amount_delivered,
  source.compared_amount_text::TEXT AS compared_amount_text,
  compared_amount_unit.unit_code::TEXT AS compared_amount_unit_code
FROM lake.planning_condition AS source
LEFT JOIN seed.unit AS amount_unit
  ON amount_unit.unit_code = LOWER(source.amount_unit)
LEFT JOIN seed.unit AS compared_amount_unit
  ON compared_amount_unit.unit_code = LOWER(source.compared_amount_unit)
